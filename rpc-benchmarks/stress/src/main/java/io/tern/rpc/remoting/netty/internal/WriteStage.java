// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link WriteQueue} on an {@link OpenSocket} with neither thread nor kernel. */
final class WriteStage {
    private static final LinkFailure GONE = new LinkFailure("gone");

    final StressLoop loop = new StressLoop();
    private final StressSocket kernel;
    private final WriteQueue queue;

    /** A frame that counts what becomes of it. */
    static final class Frame extends WriteQueue.Write {
        private final String text;
        private final AtomicInteger writes = new AtomicInteger();
        private final AtomicInteger refusals = new AtomicInteger();

        Frame(String text) {
            super(direct(text));
            this.text = text;
        }

        private static ByteBuf direct(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
        }

        @Override
        boolean isTracked() {
            return true;
        }

        @Override
        void written() {
            writes.incrementAndGet();
        }

        @Override
        void notSent(Throwable cause) {
            refusals.incrementAndGet();
        }
    }

    /** {@code firstTakes}: how many bytes the kernel's first write takes at most. */
    WriteStage(int firstTakes) {
        kernel = new StressSocket(firstTakes);
        OpenSocket channel = new OpenSocket(null, kernel);
        loop.register(channel);
        queue = new WriteQueue(channel, () -> {});
        loop.leave();
    }

    WriteStage() {
        this(Integer.MAX_VALUE);
    }

    void offer(Frame frame) {
        queue.offer(frame);
    }

    void offerAndDrain(Frame frame) {
        queue.offerAndDrain(frame);
    }

    /** The loop's turn. */
    void runLoop() {
        loop.runTasks(() -> {});
    }

    /** The loop's turn, which starts with the end of the connection. */
    void closeOnLoop() {
        loop.runTasks(() -> queue.close(GONE));
    }

    /** Everything the kernel got; with what is left in the queue, if anything. */
    String written() {
        return queue.queuedBytes() == 0 ? kernel.written() : kernel.written() + " and " + queue.queuedBytes() + " wait";
    }

    /** "written", "refused", or what is wrong with it. */
    String fate(Frame frame) {
        int writes = frame.writes.get();
        int refusals = frame.refusals.get();
        boolean inKernel = kernel.written().contains(frame.text);
        int held = frame.frame.refCnt();
        if (writes == 1 && refusals == 0 && inKernel && held == 0) {
            return "written";
        }
        if (writes == 0 && refusals == 1 && !inKernel && held == 0) {
            return "refused";
        }
        return "told " + writes + " times written and " + refusals + " times refused and held " + held + " times";
    }
}
