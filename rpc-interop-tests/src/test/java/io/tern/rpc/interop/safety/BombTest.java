// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.safety.Attack.Kind;
import io.tern.rpc.testing.transport.RawPeer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages that are small and claim to be large: they cost little, are answered, and the next call works. */
class BombTest {
    /** Of wall time on a busy machine; each takes a few milliseconds of processor time. */
    private static final Duration LIMIT = Duration.ofSeconds(2);
    /** Besides three times the bomb's own bytes: 32 objects of a level each would be more for the deep ones. */
    private static final long ALLOCATED_BYTES = 8L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aProviderAnswersEachBombAndServesTheNextCall() throws Exception {
        try (Tern tern = LocalTern.provider(protocol -> {})) {
            ExportedService service = tern.export(
                    TargetService.class, (TargetService) new EchoTarget().as(TargetService.class), attributes -> {});
            try (RawPeer attacker = RawPeer.connect(LocalTern.address(service))) {
                // The first call makes the worker and fills the tables.
                assertThat(status(attacker, Attack.ping())).isEqualTo(Attack.OK);
                for (Map.Entry<String, byte[]> bomb : Bombs.all().entrySet()) {
                    byte[] request = RawPeer.concat(
                            Attack.body(Attack.head(TargetService.class.getName(), "any", "Ljava/lang/Object;")),
                            bomb.getValue());
                    Cost cost = Cost.start();
                    assertThat(status(attacker, request)).as(bomb.getKey()).isEqualTo(Attack.BAD_REQUEST);
                    cost.assertSmall(bomb.getKey(), request.length);
                    assertThat(status(attacker, Attack.ping()))
                            .as("call after %s", bomb.getKey())
                            .isEqualTo(Attack.OK);
                }
            }
        }
    }

    @Test
    void bombsInAttachmentsAreRefusedToo() throws Exception {
        try (Tern tern = LocalTern.provider(protocol -> {})) {
            ExportedService service = tern.export(
                    TargetService.class, (TargetService) new EchoTarget().as(TargetService.class), attributes -> {});
            try (RawPeer attacker = RawPeer.connect(LocalTern.address(service))) {
                assertThat(status(attacker, Attack.ping())).isEqualTo(Attack.OK);
                for (Map.Entry<String, byte[]> bomb : Bombs.all().entrySet()) {
                    byte[] request = RawPeer.concat(
                            Attack.body(
                                    Attack.head(TargetService.class.getName(), "ping", "Ljava/lang/String;"),
                                    out -> out.writeString("hello")),
                            new byte[] {'H'},
                            RawPeer.shortText("key"),
                            bomb.getValue());
                    Cost cost = Cost.start();
                    assertThat(status(attacker, request)).as(bomb.getKey()).isEqualTo(Attack.BAD_REQUEST);
                    cost.assertSmall(bomb.getKey(), request.length);
                }
                assertThat(status(attacker, Attack.ping())).isEqualTo(Attack.OK);
            }
        }
    }

    @Test
    void aConsumerFailsTheOneCallAndMakesTheNextOverTheSameConnection() throws Exception {
        try (HostileProvider attacker = new HostileProvider();
                Tern tern = LocalTern.consumer()) {
            TargetService stub = LocalTern.stub(tern, TargetService.class, attacker.url());
            assertThat(stub.ping("hello")).isEqualTo("hello");
            for (Map.Entry<String, byte[]> bomb : Bombs.all().entrySet()) {
                byte[] reply = RawPeer.concat(Attack.body(Attack.kind(Kind.VALUE)), bomb.getValue());
                attacker.reply(reply);
                Cost cost = Cost.start();
                Throwable error = catchThrowable(() -> stub.any("x"));
                cost.assertSmall(bomb.getKey(), reply.length);
                assertThat(error).as(bomb.getKey()).isInstanceOf(RpcException.class);
                assertThat(((RpcException) error).isSerialization())
                        .as("%s: %s", bomb.getKey(), error)
                        .isTrue();
                assertThat(stub.ping("hello")).isEqualTo("hello");
            }
            assertThat(attacker.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aLengthThatIsOnlyClaimedCostsNothing() throws Exception {
        try (Tern tern = LocalTern.provider(protocol -> {})) {
            ExportedService service = tern.export(
                    TargetService.class, (TargetService) new EchoTarget().as(TargetService.class), attributes -> {});
            for (int length : new int[] {8 << 20, (8 << 20) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
                try (RawPeer attacker = RawPeer.connect(LocalTern.address(service))) {
                    Cost cost = Cost.start();
                    attacker.write(RawPeer.header(Attack.REQUEST, 0, 1, length, new byte[] {5}));
                    if (length < 0) {
                        attacker.awaitClose();
                    } else if (length > 8 << 20) {
                        assertThat(attacker.readCall().status()).isEqualTo(Attack.BAD_REQUEST);
                    } else {
                        assertThat(attacker.isSilentFor(100)).isTrue();
                    }
                    cost.assertSmall("claimed length " + length, 0);
                }
            }
        }
    }

    private static int status(RawPeer attacker, byte[] request) throws Exception {
        attacker.write(Attack.REQUEST, 0, 9, request);
        return attacker.readCall().status();
    }

    /** Time, and bytes allocated by Tern's threads and this one. */
    private record Cost(long startNanos, long allocatedBytes) {
        static Cost start() {
            return new Cost(System.nanoTime(), allocated());
        }

        private static long allocated() {
            long sum = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (Map.Entry<Thread, StackTraceElement[]> each :
                    Thread.getAllStackTraces().entrySet()) {
                if (each.getKey().getName().startsWith("tern-")) {
                    sum += Math.max(
                            0, THREADS.getThreadAllocatedBytes(each.getKey().getId()));
                }
            }
            return sum;
        }

        void assertSmall(String what, int ownBytes) {
            long nanos = System.nanoTime() - startNanos;
            long bytes = allocated() - allocatedBytes;
            assertThat(Duration.of(nanos, TimeUnit.NANOSECONDS.toChronoUnit()))
                    .as("time for %s", what)
                    .isLessThan(LIMIT);
            assertThat(bytes).as("bytes allocated for %s", what).isLessThan(ALLOCATED_BYTES + 3L * ownBytes);
        }
    }
}
