// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.registry.RegistryContext;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket in a multicast group and the one thread that works with it. Nothing on that thread blocks. All other methods than
 * {@link #execute} and {@link #close} are for that thread alone.
 *
 * <p>A group that cannot be joined, or in which nothing can be sent any more, is joined again later, less and less often.
 */
final class GroupLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GroupLoop.class);
    private static final int LONGEST_DATAGRAM = 65_535;
    private static final int DATAGRAMS_AT_ONCE = 64;
    private static final long FIRST_RETRY_MILLIS = 1_000;
    private static final long LONGEST_RETRY_MILLIS = 30_000;
    private static final long PROBE_MILLIS = 2_000;

    private final MulticastSettings settings;
    private final RegistryContext context;
    private final GroupListener listener;
    private final LogLimit failures;
    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    // The thread's own.
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_DATAGRAM);
    private @Nullable DatagramChannel channel;
    private long retryMillis = FIRST_RETRY_MILLIS;

    GroupLoop(MulticastSettings settings, RegistryContext context, GroupListener listener) {
        this.settings = settings;
        this.context = context;
        this.listener = listener;
        failures = new LogLimit(context.ticker(), 1, 60_000);
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "tern-multicast-" + context.application() + "-1");
        thread.setDaemon(true);
    }

    void start() {
        execute(this::join);
        thread.start();
    }

    /** Runs a task on the loop's thread, after those that were given before. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Runs a task on the loop's thread later; not at all if the instance is closed by then. */
    void schedule(Runnable task, long delayMillis) {
        try {
            context.scheduler().schedule(() -> execute(task), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The instance is closed: nothing is done later", e);
        }
    }

    private void run() {
        try {
            while (!closing || !tasks.isEmpty()) {
                selector.select(this::ready);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    attempt(task);
                }
            }
        } catch (IOException | ClosedSelectorException e) {
            log.error("The multicast registry {} ends: its selector failed", settings.group(), e);
        } finally {
            drop();
            closeSelector();
        }
    }

    // A listener of the application that throws, be it an error, must not end the registry.
    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log.warn("A task of the multicast registry failed", e);
        }
    }

    private void ready(SelectionKey key) {
        attempt(() -> {
            if (key.attachment() instanceof Probe probe) {
                probe.finish(key);
            } else {
                receive();
            }
        });
    }

    private void join() {
        if (closing) {
            return;
        }
        try {
            channel = GroupChannel.open(settings);
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException | UnsupportedOperationException e) {
            failed(e);
            return;
        }
        retryMillis = FIRST_RETRY_MILLIS;
        listener.joined();
    }

    private void failed(Exception why) {
        drop();
        if (failures.pass() != LogLimit.SUPPRESSED) {
            log.warn("The multicast group {} cannot be used, and is tried again: {}", settings.group(), why.toString());
        }
        schedule(this::join, retryMillis);
        retryMillis = Math.min(2 * retryMillis, LONGEST_RETRY_MILLIS);
    }

    private void lost(IOException why) {
        listener.lost();
        failed(why);
    }

    private void drop() {
        DatagramChannel dropped = channel;
        channel = null;
        if (dropped != null) {
            close(dropped);
        }
    }

    private void receive() {
        for (int i = 0; i < DATAGRAMS_AT_ONCE && channel != null; i++) {
            buffer.clear();
            try {
                if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
                    return;
                }
                buffer.flip();
                listener.heard(StandardCharsets.UTF_8.decode(buffer).toString(), from);
            } catch (IOException e) {
                lost(e);
            }
        }
    }

    /** Tells the whole group; whether it left this machine. */
    boolean tell(String message) {
        DatagramChannel group = channel;
        if (group == null) {
            return false;
        }
        try {
            return group.send(bytes(message), settings.group()) > 0;
        } catch (IOException e) {
            lost(e);
            return false;
        }
    }

    /** Tells one machine; which process of it hears that is not known. */
    void tell(String message, InetAddress host) {
        DatagramChannel group = channel;
        if (group == null) {
            return;
        }
        try {
            group.send(
                    bytes(message), new InetSocketAddress(host, settings.group().getPort()));
        } catch (IOException e) {
            log.debug("No answer can be sent to {}", host, e);
        }
    }

    private static ByteBuffer bytes(String message) {
        return StandardCharsets.UTF_8.encode(message + "\n");
    }

    /** Looks whether somebody accepts connections there, and says so soon. */
    void probe(InetAddress host, int port, Consumer<Boolean> answer) {
        SocketChannel socket = null;
        try {
            socket = SocketChannel.open();
            socket.configureBlocking(false);
            if (socket.connect(new InetSocketAddress(host, port))) {
                close(socket);
                answer.accept(true);
                return;
            }
            Probe probe = new Probe(socket, answer);
            socket.register(selector, SelectionKey.OP_CONNECT, probe);
            schedule(() -> probe.end(false), PROBE_MILLIS);
        } catch (IOException e) {
            if (socket != null) {
                close(socket);
            }
            answer.accept(false);
        }
    }

    /** One connection attempt, which answers once. */
    private static final class Probe {
        private final SocketChannel socket;
        private final Consumer<Boolean> answer;
        private boolean answered;

        Probe(SocketChannel socket, Consumer<Boolean> answer) {
            this.socket = socket;
            this.answer = answer;
        }

        void finish(SelectionKey key) {
            boolean accepted;
            try {
                accepted = socket.finishConnect();
            } catch (IOException e) {
                accepted = false;
            }
            key.cancel();
            end(accepted);
        }

        void end(boolean accepted) {
            if (!answered) {
                answered = true;
                close(socket);
                answer.accept(accepted);
            }
        }
    }

    /** Runs what was given to {@link #execute} before, then ends the thread and leaves the group. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(settings.closeMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeSelector() {
        for (SelectionKey key : selector.keys()) {
            close(key.channel());
        }
        close(selector);
    }

    private static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            log.debug("A socket could not be closed in good order", e);
        }
    }
}
