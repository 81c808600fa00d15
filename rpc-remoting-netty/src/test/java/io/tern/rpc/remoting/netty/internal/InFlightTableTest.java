// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.testing.transport.ProbeService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class InFlightTableTest {
    private static final Invocation CALL = new Invocation(
            ServiceKey.of(ProbeService.class),
            ProbeService.method("echo"),
            new CallOptions(CallMode.FUTURE, false, 1, 0),
            new Object[] {"x"},
            null,
            0,
            null);

    private static NettyResponse call() {
        return new NettyResponse(null, CALL, null);
    }

    private static NettyResponse register(InFlightTable table, long due) {
        NettyResponse call = call();
        assertThat(table.register(call, due)).isTrue();
        return call;
    }

    @Test
    void aCallIsFoundByItsWholeIdUntilItIsRemoved() {
        InFlightTable table = new InFlightTable();
        NettyResponse call = register(table, 1);
        assertThat(table.find(call.id())).isSameAs(call);
        assertThat(table.find(call.id() + (1L << 40))).isNull();
        table.remove(call);
        table.remove(call);
        assertThat(table.find(call.id())).isNull();
        assertThat(table.size()).isZero();
    }

    @Test
    void aSweepThatFailsLosesNoDeadline() {
        InFlightTable table = new InFlightTable();
        NettyResponse bad = register(table, 1);
        NettyResponse due = register(table, 2);
        register(table, 90);
        assertThatThrownBy(() -> table.sweep(10, call -> {
                    table.remove(call);
                    throw new OutOfMemoryError("no thread");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(table.find(bad.id())).isNull();
        assertThat(table.nextDueNanos()).isLessThanOrEqualTo(10);

        List<NettyResponse> found = new ArrayList<>();
        table.sweep(10, found::add);
        assertThat(found).containsExactly(due);
        assertThat(table.nextDueNanos()).isLessThanOrEqualTo(90);
    }

    @Test
    void theOwnerOfAReusedSlotIsNotFoundByAnOlderId() {
        InFlightTable table = new InFlightTable(5);
        Set<Long> old = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            NettyResponse call = register(table, 1);
            for (long id : old) {
                assertThat(table.find(id)).isNull();
            }
            old.add(call.id());
            table.remove(call);
        }
        assertThat(old).hasSize(1_000);
    }

    @Test
    void idsMayBeNegativeAndWrap() {
        for (long first : new long[] {Long.MAX_VALUE - 50, -50, (1L << 44) - 50, Long.MIN_VALUE}) {
            InFlightTable table = new InFlightTable(first);
            List<NettyResponse> calls = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                calls.add(register(table, 1));
            }
            assertThat(calls)
                    .allSatisfy(call -> assertThat(table.find(call.id())).isSameAs(call));
            if (first == (1L << 44) - 50) {
                assertThat(calls).anyMatch(call -> call.id() < 0).anyMatch(call -> call.id() > 0);
            }
        }
    }

    @Test
    void heartbeatsHaveIdsThatNoCallHas() {
        InFlightTable table = new InFlightTable();
        List<NettyResponse> calls = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            calls.add(register(table, 1));
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(table.find(table.heartbeatId())).isNull();
        }
    }

    @Test
    void theLimitIsExactAndFreedSlotsAreUsedAgain() {
        InFlightTable table = new InFlightTable();
        List<NettyResponse> calls = new ArrayList<>();
        for (int i = 0; i < InFlightTable.LIMIT; i++) {
            calls.add(register(table, 1));
        }
        assertThat(table.register(call(), 1)).isFalse();
        assertThat(calls).allSatisfy(call -> assertThat(table.find(call.id())).isSameAs(call));
        calls.forEach(table::remove);
        assertThat(table.size()).isZero();
        register(table, 1);
    }

    @Property(tries = 100)
    void theSweepFindsExactlyWhatIsDue(@ForAll Random random) {
        InFlightTable table = new InFlightTable(random.nextLong());
        Set<NettyResponse> pending = new HashSet<>();
        long now = 1;
        for (int step = 0; step < 60; step++) {
            int added = random.nextInt(80);
            for (int i = 0; i < added; i++) {
                pending.add(register(table, now + 1 + random.nextInt(500)));
            }
            if (!pending.isEmpty() && random.nextBoolean()) {
                NettyResponse ended = pending.iterator().next();
                pending.remove(ended);
                table.remove(ended);
            }
            now += random.nextInt(60);
            long at = now;
            assertThat(pending).allMatch(call -> call.dueNanos() >= table.nextDueNanos());
            Set<NettyResponse> due = new HashSet<>();
            table.sweep(at, call -> {
                table.remove(call);
                due.add(call);
            });
            Set<NettyResponse> expected = new HashSet<>(pending);
            expected.removeIf(call -> call.dueNanos() > at);
            assertThat(due).isEqualTo(expected);
            pending.removeAll(due);
        }
        assertThat(table.size()).isEqualTo(pending.size());
    }

    @Test
    void nothingIsLostWhenCallersRegisterWhileTheLoopSweeps() throws Exception {
        InFlightTable table = new InFlightTable();
        Set<NettyResponse> ended = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        int callers = 4;
        int each = 20_000;
        CountDownLatch done = new CountDownLatch(callers);
        for (int i = 0; i < callers; i++) {
            new Thread(() -> {
                        for (int n = 0; n < each; n++) {
                            NettyResponse call = call();
                            while (!table.register(call, 1 + n % 7)) {
                                Thread.onSpinWait();
                            }
                            if (n % 3 == 0 && table.find(call.id()) == call) {
                                table.remove(call);
                                ended.add(call);
                            }
                        }
                        done.countDown();
                    })
                    .start();
        }
        while (!over.get()) {
            over.set(done.getCount() == 0);
            if (table.nextDueNanos() <= 7) {
                table.sweep(7, call -> {
                    table.remove(call);
                    ended.add(call);
                });
            }
        }
        assertThat(table.size()).isZero();
        assertThat(ended).hasSize(callers * each);
        assertThat(table.nextDueNanos()).isEqualTo(InFlightTable.NONE);
    }
}
