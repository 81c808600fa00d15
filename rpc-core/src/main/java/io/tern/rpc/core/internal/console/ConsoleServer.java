// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.core.internal.console.ConsoleCommands.Command;
import io.tern.rpc.core.internal.lifecycle.EngineThreads;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of the console. One thread does all reading and writing and never waits for a peer, so that nobody who is slow or
 * silent keeps a probe from its answer; commands that may wait run on two others, which are there only while they are needed.
 */
final class ConsoleServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConsoleServer.class);
    private static final int COMMANDS_AT_ONCE = 2;
    private static final int COMMANDS_WAITING = 8;
    private static final int BACKLOG = 64;
    private static final long KEEP_SECONDS = 10;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Answers that nobody takes, all together: more, and nothing that may be large is asked for any more. */
    private static final long MOST_OUTPUT_BYTES = 32L << 20;

    private final ConsoleLimits limits;
    private final ConsoleAccess access;
    private final ConsoleCommands commands;
    private final ConsoleDesk desk;
    private final Ticker ticker;
    private final ServerSocketChannel server;
    private final InetSocketAddress address;
    private final Selector selector;
    private final SelectionKey accepting;
    private final Thread thread;
    private final ThreadPoolExecutor workers;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final LogLimit failures;
    private volatile boolean started;
    private volatile boolean closing;
    private volatile boolean ended;

    // The thread's own.
    private final List<ConsoleLink> links = new ArrayList<>();
    private boolean pausing;
    private long pausedAt;

    /**
     * Opens the port; serves nobody before {@link #start}.
     *
     * @throws IOException if it cannot be opened
     */
    ConsoleServer(
            InetSocketAddress wanted,
            ConsoleLimits limits,
            ConsoleAccess access,
            ConsoleCommands commands,
            String application,
            Ticker ticker)
            throws IOException {
        this.limits = limits;
        this.access = access;
        this.commands = commands;
        this.ticker = ticker;
        this.desk = new ConsoleDesk(access, commands, this::run);
        this.failures = new LogLimit(ticker, 1, 60_000);
        ThreadFactory threads = EngineThreads.factory("console", application);
        thread = threads.newThread(this::serve);
        workers = new ThreadPoolExecutor(
                COMMANDS_AT_ONCE,
                COMMANDS_AT_ONCE,
                KEEP_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(COMMANDS_WAITING),
                threads);
        workers.allowCoreThreadTimeOut(true);
        selector = Selector.open();
        server = ServerSocketChannel.open();
        try {
            server.configureBlocking(false);
            server.bind(wanted, BACKLOG);
            address = (InetSocketAddress) server.getLocalAddress();
            accepting = server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            server.close();
            selector.close();
            throw e;
        }
    }

    /** Once. */
    void start() {
        started = true;
        thread.start();
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return address;
    }

    private void serve() {
        try {
            while (!ended) {
                selector.select(this::ready, millisToWait());
                runTasks();
                resumeAccepting();
                links.stream().filter(link -> link.nanosLeft() <= 0).forEach(ConsoleLink::close);
                links.removeIf(ConsoleLink::isClosed);
            }
            runTasks();
        } catch (IOException | ClosedSelectorException e) {
            log.error("The console at {} ends: its selector failed", address, e);
        } finally {
            links.forEach(ConsoleLink::close);
            closeChannels();
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                warn("An answer of the console was lost", e);
            }
        }
    }

    private void resumeAccepting() {
        if (pausing && ticker.nanos() - pausedAt >= PAUSE_NANOS && accepting.isValid()) {
            pausing = false;
            accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** Until a connection has stayed too long; 0 for ever. */
    private long millisToWait() {
        long nanos = links.stream().mapToLong(ConsoleLink::nanosLeft).min().orElse(Long.MAX_VALUE);
        if (pausing) {
            nanos = Math.min(nanos, PAUSE_NANOS);
        }
        return nanos == Long.MAX_VALUE ? 0 : 1 + Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    private void ready(SelectionKey key) {
        ConsoleLink link = (ConsoleLink) key.attachment();
        try {
            if (link == null) {
                accept();
            } else {
                link.ready();
            }
            return;
        } catch (IOException | CancelledKeyException e) {
            // Its peer is gone.
        } catch (RuntimeException | Error e) {
            // A mistake of ours, or no memory: it ends one connection, and no console.
            warn("A connection of the console failed", e);
        }
        if (link != null) {
            link.close();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = closing ? null : server.accept();
            if (channel != null) {
                take(channel);
            }
        } catch (IOException e) {
            // No file descriptors left, as a rule: trying again at once would only burn the processor.
            warn("The console cannot take connections", e);
            accepting.interestOps(0);
            pausing = true;
            pausedAt = ticker.nanos();
        }
        if (closing) {
            accepting.cancel();
        }
    }

    private void take(SocketChannel channel) throws IOException {
        try {
            InetAddress peer = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
            if (!access.admits(peer) || isTooMany(peer)) {
                channel.close();
                return;
            }
            makeRoom();
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            ConsoleLink link = new ConsoleLink(channel, key, peer, desk, limits, ticker);
            key.attach(link);
            links.add(link);
        } catch (IOException | RuntimeException e) {
            channel.close();
        } catch (Error e) {
            channel.close();
            throw e;
        }
    }

    private boolean isTooMany(InetAddress peer) {
        return !peer.isLoopbackAddress()
                && links.stream().filter(link -> link.peer().equals(peer)).count() >= limits.connectionsPerAddress();
    }

    /**
     * Who has been silent longest makes room, or, if nobody is, who has been busy longest: a probe must get in however many
     * connections somebody holds, and whatever they do.
     */
    private void makeRoom() {
        links.removeIf(ConsoleLink::isClosed);
        if (links.size() >= limits.connections()) {
            links.stream()
                    .min(Comparator.comparingInt(ConsoleLink::worth)
                            .thenComparing(Comparator.comparingLong(ConsoleLink::waitedNanos)
                                    .reversed()))
                    .ifPresent(ConsoleLink::close);
            links.removeIf(ConsoleLink::isClosed);
        }
    }

    private void run(Command command, List<String> words, Consumer<Answer> then) {
        if (command.isQuick()) {
            then.accept(commands.run(command, words));
            return;
        }
        if (links.stream().mapToLong(ConsoleLink::outputBytes).sum() > MOST_OUTPUT_BYTES) {
            then.accept(Answer.refusal(Answer.UNAVAILABLE, "too many answers wait to be read; try again later"));
            return;
        }
        try {
            workers.execute(() -> work(command, words, then));
        } catch (RejectedExecutionException e) {
            then.accept(Answer.refusal(Answer.UNAVAILABLE, "this process is stopping, or too busy"));
        }
    }

    private void work(Command command, List<String> words, Consumer<Answer> then) {
        running.add(Thread.currentThread());
        try {
            Answer answer = commands.run(command, words);
            tasks.add(() -> then.accept(answer));
            selector.wakeup();
        } finally {
            running.remove(Thread.currentThread());
        }
    }

    private void warn(String what, Throwable error) {
        long held = failures.pass();
        if (held != LogLimit.SUPPRESSED) {
            log.warn("{} ({} earlier ones not logged)", what, held, error);
        }
    }

    /** Takes nobody any more, gives commands that run a moment, and ends the threads. Idempotent. */
    @Override
    public void close() {
        if (!started) {
            ended = true;
            closeChannels();
            return;
        }
        closing = true;
        selector.wakeup();
        workers.shutdown();
        boolean ofCommand =
                running.contains(Thread.currentThread()); // which stops the instance, and cannot wait for itself
        try {
            if (!ofCommand && !workers.awaitTermination(limits.closeMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
            ended = true;
            selector.wakeup();
            thread.join(limits.closeMillis());
        } catch (InterruptedException e) {
            workers.shutdownNow();
            ended = true;
            selector.wakeup();
            Thread.currentThread().interrupt();
        }
    }

    private void closeChannels() {
        for (AutoCloseable part : List.of(server, selector)) {
            try {
                part.close();
            } catch (Exception e) {
                log.debug("A part of the console could not be closed", e);
            }
        }
    }
}
