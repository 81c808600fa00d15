// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.tern.rpc.spi.CallMode;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Races in an {@link InFlightTable}. An outcome that is not named is forbidden. */
public class InFlightStress {
    private static final int PAGE_SIZE = 128;
    private static final long DUE = 5;

    @JCStressTest
    @Description("Two callers register in a table that has no page yet: both are found, under two ids.")
    @Outcome(id = "true, true, 2", expect = ACCEPTABLE)
    @State
    public static class RegisterAndRegister {
        private final InFlightTable table = new InFlightTable();
        private final NettyResponse one = StressCalls.queued(CallMode.FUTURE);
        private final NettyResponse other = StressCalls.queued(CallMode.FUTURE);

        @Actor
        public void one() {
            table.register(one, DUE);
        }

        @Actor
        public void other() {
            table.register(other, DUE);
        }

        @Arbiter
        public void look(ZZI_Result result) {
            result.r1 = table.find(one.id()) == one && one.id() != other.id();
            result.r2 = table.find(other.id()) == other;
            result.r3 = table.size();
        }
    }

    @JCStressTest
    @Description(
            "A call registers while the loop sweeps: it is found now or by the next sweep, which is not forgotten.")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "by this sweep")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "by the next")
    @State
    public static class RegisterAndSweep {
        private final InFlightTable table = new InFlightTable();
        private final NettyResponse call = StressCalls.queued(CallMode.FUTURE);
        private int swept;

        public RegisterAndSweep() {
            NettyResponse earlier = StressCalls.queued(CallMode.FUTURE);
            table.register(earlier, DUE);
            table.remove(earlier);
        }

        private void end(NettyResponse due) {
            table.remove(due);
            swept++;
        }

        @Actor
        public void caller() {
            table.register(call, DUE);
        }

        @Actor
        public void loop(III_Result result) {
            table.sweep(DUE, this::end);
            result.r1 = swept;
        }

        @Arbiter
        public void next(III_Result result) {
            swept = 0;
            if (table.nextDueNanos() <= DUE) {
                table.sweep(DUE, this::end);
            }
            result.r2 = swept;
            result.r3 = table.size();
        }
    }

    @JCStressTest
    @Description("A reply and the sweep remove the same call: its slot is freed once.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE)
    @State
    public static class RemoveAndRemove {
        private final InFlightTable table = new InFlightTable();
        private final NettyResponse call = StressCalls.queued(CallMode.FUTURE);

        public RemoveAndRemove() {
            table.register(call, DUE);
        }

        @Actor
        public void reply() {
            table.remove(call);
        }

        @Actor
        public void sweep() {
            table.sweep(DUE, table::remove);
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = table.size();
            NettyResponse later = StressCalls.queued(CallMode.FUTURE);
            table.register(later, DUE);
            result.r2 = table.size();
        }
    }

    @JCStressTest
    @Description("A slot gets a new owner while a late reply asks for the old one and the old one is removed again.")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the reply found nobody")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "the reply found its call")
    @State
    public static class ReuseAndFind {
        private final InFlightTable table = new InFlightTable(0);
        private final NettyResponse old = StressCalls.queued(CallMode.FUTURE);
        private final NettyResponse young = StressCalls.queued(CallMode.FUTURE);
        private final long oldId;

        public ReuseAndFind() {
            table.register(old, DUE);
            oldId = old.id();
            for (int i = 1; i < PAGE_SIZE; i++) {
                table.heartbeatId();
            }
        }

        @Actor
        public void caller() {
            table.remove(old);
            table.register(young, DUE);
        }

        @Actor
        public void loop(III_Result result) {
            NettyResponse found = table.find(oldId);
            result.r1 = found == null ? 0 : found == old ? 1 : 2;
            table.remove(old);
        }

        @Arbiter
        public void look(III_Result result) {
            result.r2 = table.find(young.id()) == young && (young.id() & (PAGE_SIZE - 1)) == 0 ? 1 : 0;
            result.r3 = table.size();
        }
    }
}
