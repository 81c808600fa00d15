// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Another process in the group, which says what a test wants and keeps what it hears. */
final class GroupPeer implements AutoCloseable {
    private final DatagramChannel channel;
    private final InetSocketAddress group;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Thread reader = new Thread(this::read, "group-peer");

    GroupPeer(MulticastSettings settings) throws IOException {
        channel = GroupChannel.open(settings);
        channel.configureBlocking(true);
        group = settings.group();
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether what is said in the group comes back. */
    boolean hearsItself() throws IOException {
        say("hello");
        try {
            return "hello".equals(heard.poll(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void say(String message) throws IOException {
        channel.send(StandardCharsets.UTF_8.encode(message + "\n"), group);
    }

    /** Waits for a message that begins so; those before it are forgotten. */
    void awaitStart(String start) throws InterruptedException {
        String message;
        do {
            message = heard.poll(5, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("Nobody said <" + start + "…>");
            }
        } while (!message.startsWith(start));
    }

    void drain() {
        heard.clear();
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(65_535);
        try {
            while (true) {
                buffer.clear();
                channel.receive(buffer);
                buffer.flip();
                heard.add(StandardCharsets.UTF_8.decode(buffer).toString().strip());
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws Exception {
        channel.close();
        reader.join(2_000);
    }
}
