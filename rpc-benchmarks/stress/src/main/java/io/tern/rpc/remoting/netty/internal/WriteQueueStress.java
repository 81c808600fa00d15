// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.tern.rpc.remoting.netty.internal.WriteStage.Frame;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Races in a {@link WriteQueue} down to the socket. The results are all bytes that the kernel got, and the fate of each
 * frame; an outcome that is not named is forbidden: a frame lost, told twice, released twice or never, or mixed with another.
 */
public class WriteQueueStress {
    /** Two frames and a socket. */
    private abstract static class Both {
        final WriteStage stage;
        final Frame one = new Frame("ab");
        final Frame other = new Frame("yz");

        Both(WriteStage stage) {
            this.stage = stage;
        }

        /** The loop has the last word, as it has while there is a connection. */
        final void judge(LLL_Result result) {
            stage.runLoop();
            result.r1 = stage.written();
            result.r2 = stage.fate(one);
            result.r3 = stage.fate(other);
        }
    }

    @JCStressTest
    @Description("Two threads offer to an idle queue, and the loop writes.")
    @Outcome(id = "abyz, written, written", expect = ACCEPTABLE)
    @Outcome(id = "yzab, written, written", expect = ACCEPTABLE)
    @State
    public static class OfferAndOffer extends Both {
        public OfferAndOffer() {
            super(new WriteStage());
        }

        @Actor
        public void one() {
            stage.offer(one);
        }

        @Actor
        public void other() {
            stage.offer(other);
        }

        @Arbiter
        public void look(LLL_Result result) {
            judge(result);
        }
    }

    @JCStressTest
    @Description("A thread offers while the loop ends a drain: the frame goes along or is drained anew.")
    @Outcome(id = "abyz, written, written", expect = ACCEPTABLE)
    @State
    public static class OfferAndLoop extends Both {
        public OfferAndLoop() {
            super(new WriteStage());
            stage.offer(one);
        }

        @Actor
        public void caller() {
            stage.offer(other);
        }

        @Actor
        public void loop() {
            stage.runLoop();
        }

        @Arbiter
        public void look(LLL_Result result) {
            judge(result);
        }
    }

    @JCStressTest
    @Description("Two threads write themselves: one of them, or each its own.")
    @Outcome(id = "abyz, written, written", expect = ACCEPTABLE)
    @Outcome(id = "yzab, written, written", expect = ACCEPTABLE)
    @State
    public static class DrainAndDrain extends Both {
        public DrainAndDrain() {
            super(new WriteStage());
        }

        @Actor
        public void one() {
            stage.offerAndDrain(one);
        }

        @Actor
        public void other() {
            stage.offerAndDrain(other);
        }

        @Arbiter
        public void look(LLL_Result result) {
            judge(result);
        }
    }

    @JCStressTest
    @Description("A thread writes itself while the loop writes an earlier frame, of which the kernel takes half.")
    @Outcome(id = "abyz, written, written", expect = ACCEPTABLE)
    @State
    public static class DrainAndFullSocket extends Both {
        public DrainAndFullSocket() {
            super(new WriteStage(1));
            stage.offer(one);
        }

        @Actor
        public void caller() {
            stage.offerAndDrain(other);
        }

        @Actor
        public void loop() {
            stage.runLoop();
        }

        @Arbiter
        public void look(LLL_Result result) {
            judge(result);
        }
    }

    @JCStressTest
    @Description("Two threads write themselves, and of the first write the kernel takes half: the loop has to go on.")
    @Outcome(id = "abyz, written, written", expect = ACCEPTABLE)
    @Outcome(id = "yzab, written, written", expect = ACCEPTABLE)
    @State
    public static class DrainAndDrainFullSocket extends Both {
        public DrainAndDrainFullSocket() {
            super(new WriteStage(1));
        }

        @Actor
        public void one() {
            stage.offerAndDrain(one);
        }

        @Actor
        public void other() {
            stage.offerAndDrain(other);
        }

        @Arbiter
        public void look(LLL_Result result) {
            judge(result);
        }
    }

    @JCStressTest
    @Description("A connection ends with a frame queued while another is offered: both are refused.")
    @Outcome(id = ", refused, refused", expect = ACCEPTABLE)
    @State
    public static class OfferAndClose extends Both {
        public OfferAndClose() {
            super(new WriteStage());
            stage.offer(one);
        }

        @Actor
        public void caller() {
            stage.offer(other);
        }

        @Actor
        public void loop() {
            stage.closeOnLoop();
        }

        @Arbiter
        public void look(LLL_Result result) {
            judge(result);
        }
    }

    @JCStressTest
    @Description(
            "A connection ends while a thread writes two frames itself: each is written or refused, in their order.")
    @Outcome(id = "abyz, written, written", expect = ACCEPTABLE)
    @Outcome(id = "ab, written, refused", expect = ACCEPTABLE)
    @Outcome(id = ", refused, refused", expect = ACCEPTABLE)
    @State
    public static class DrainAndClose extends Both {
        public DrainAndClose() {
            super(new WriteStage());
        }

        @Actor
        public void caller() {
            stage.offerAndDrain(one);
            stage.offerAndDrain(other);
        }

        @Actor
        public void loop() {
            stage.closeOnLoop();
        }

        @Arbiter
        public void look(LLL_Result result) {
            judge(result);
        }
    }

    @JCStressTest
    @Description("Two threads offer after the loop has ended: both are refused by themselves.")
    @Outcome(id = ", refused, refused", expect = ACCEPTABLE)
    @State
    public static class OfferWithoutLoop extends Both {
        public OfferWithoutLoop() {
            super(new WriteStage());
            stage.loop.end();
        }

        @Actor
        public void one() {
            stage.offer(one);
        }

        @Actor
        public void other() {
            stage.offer(other);
        }

        @Arbiter
        public void look(LLL_Result result) {
            judge(result);
        }
    }
}
