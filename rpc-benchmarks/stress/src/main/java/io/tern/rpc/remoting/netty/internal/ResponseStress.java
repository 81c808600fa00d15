// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.spi.CallMode;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZLI_Result;

/**
 * Races for the outcome of a {@link NettyResponse}. An outcome that is not named is forbidden; the last number is how
 * often the reply's frame is still held. A frame that is released twice throws, which fails the test as well.
 */
public class ResponseStress {
    /** What the failures of these tests are made of. */
    private static final class Failed extends RuntimeException {
        Failed() {
            super("failed", null, false, false);
        }
    }

    private static Throwable failed(NettyResponse call, boolean written) {
        return new Failed();
    }

    /** Whether the failure was told that the request is written. */
    private static final class Told {
        private boolean written;

        Throwable remember(NettyResponse call, boolean isWritten) {
            written = isWritten;
            return new Failed();
        }
    }

    @JCStressTest
    @Description("A reply and a failure at once: one of them wins.")
    @Outcome(id = "true, false, value, 0", expect = ACCEPTABLE)
    @Outcome(id = "false, true, failed, 0", expect = ACCEPTABLE)
    @State
    public static class ArriveAndFail {
        private final NettyResponse call = StressCalls.waiting(CallMode.FUTURE);
        private final ByteBuf frame = StressCalls.reply();

        @Actor
        public void loop(LLLL_Result result) {
            result.r1 = StressCalls.arrive(call, frame);
        }

        @Actor
        public void other(LLLL_Result result) {
            result.r2 = call.fail(ResponseStress::failed);
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r3 = StressCalls.outcome(call);
            result.r4 = frame.refCnt();
        }
    }

    @JCStressTest
    @Description("A reply and a cancellation at once: the frame is released by who gets it.")
    @Outcome(id = "true, false, value, 0", expect = ACCEPTABLE)
    @Outcome(id = "true, true, cancelled, 0", expect = ACCEPTABLE, desc = "cancelled between arrival and completion")
    @Outcome(id = "false, true, cancelled, 0", expect = ACCEPTABLE)
    @State
    public static class ArriveAndCancel {
        private final NettyResponse call = StressCalls.waiting(CallMode.FUTURE);
        private final ByteBuf frame = StressCalls.reply();

        @Actor
        public void loop(LLLL_Result result) {
            result.r1 = StressCalls.arrive(call, frame);
        }

        @Actor
        public void user(LLLL_Result result) {
            result.r2 = call.cancel(false);
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r3 = StressCalls.outcome(call);
            result.r4 = frame.refCnt();
        }
    }

    @JCStressTest
    @Description("A reply to a synchronous call while its caller begins to wait: it does not sleep past it.")
    @Outcome(id = "true, value, 0", expect = ACCEPTABLE)
    @State
    public static class ArriveAndAwait {
        private final NettyResponse call = StressCalls.waiting(CallMode.SYNC);
        private final ByteBuf frame = StressCalls.reply();

        @Actor
        public void loop(ZLI_Result result) {
            result.r1 = StressCalls.arrive(call, frame);
        }

        @Actor
        public void caller(ZLI_Result result) {
            try {
                Object value = call.await();
                result.r2 = value == null ? "value" : "another value";
            } catch (Throwable e) {
                result.r2 = e.getClass().getSimpleName();
            }
        }

        @Arbiter
        public void look(ZLI_Result result) {
            result.r3 = frame.refCnt();
        }
    }

    @JCStressTest
    @Description("A connection ends while a synchronous caller begins to wait: it does not sleep past it.")
    @Outcome(id = "RpcConnectionException", expect = ACCEPTABLE)
    @State
    public static class LostAndAwait {
        private static final LinkFailure GONE = new LinkFailure("gone");
        private final NettyResponse call = StressCalls.waiting(CallMode.SYNC);

        @Actor
        public void loop() {
            call.connectionLost(GONE);
        }

        @Actor
        public void caller(L_Result result) {
            try {
                result.r1 = call.await();
            } catch (Throwable e) {
                result.r1 = e.getClass().getSimpleName();
            }
        }
    }

    @JCStressTest
    @Description("A reply was stored and two threads finish the call: it is decoded and released once.")
    @Outcome(id = "true, true, value, 0", expect = ACCEPTABLE)
    @State
    public static class FinishAndFinish {
        private final NettyResponse call = StressCalls.waiting(CallMode.SYNC);
        private final ByteBuf frame = StressCalls.reply();

        public FinishAndFinish() {
            StressCalls.arrive(call, frame);
        }

        @Actor
        public void caller(LLLL_Result result) {
            call.run();
            result.r1 = true;
        }

        @Actor
        public void sweep(LLLL_Result result) {
            call.expire();
            result.r2 = true;
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r3 = StressCalls.outcome(call);
            result.r4 = frame.refCnt();
        }
    }

    @JCStressTest
    @Description("A request is written while its call fails: what the failure says of the request is what happened.")
    @Outcome(id = "true, true, failed, 1", expect = ACCEPTABLE, desc = "written, then failed")
    @Outcome(id = "false, true, failed, 0", expect = ACCEPTABLE, desc = "failed, then not written")
    @State
    public static class WriteAndFail {
        private final NettyResponse call = StressCalls.queued(CallMode.FUTURE);
        private final Told told = new Told();

        @Actor
        public void loop(LLLL_Result result) {
            result.r1 = call.beginWrite(1);
        }

        @Actor
        public void other(LLLL_Result result) {
            result.r2 = call.fail(told::remember);
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r3 = StressCalls.outcome(call);
            result.r4 = told.written ? 1 : 0;
        }
    }
}
