// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.Peer;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.core.internal.cluster.BroadcastCluster;
import io.tern.rpc.core.internal.cluster.FailfastCluster;
import io.tern.rpc.core.internal.cluster.FailsafeCluster;
import io.tern.rpc.core.internal.cluster.ForkingCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Whatever a service does with its time: no call that it makes outlives the patience of its consumer, and none says more. */
class DeadlinePropertyTest {
    /** One nested call: time that passes before it, its own timeout, and what its provider does. */
    private record Nested(int delayMillis, int ownMillis, int kind) {}

    /** One attempt as it was sent; its invocation may go on to another attempt. */
    private record Sent(
            long nanos,
            long deadlineNanos,
            @Nullable Object told,
            @Nullable Object timeout) {}

    @Property(tries = 300)
    void noNestedCallOutlivesItsConsumer(
            @ForAll @IntRange(min = 0, max = 3_000) int patienceMillis,
            @ForAll @IntRange(min = 1, max = 4_000) int timeoutMillis,
            @ForAll @IntRange(min = 0, max = 3) int retries,
            @ForAll @IntRange(min = 0, max = 4) int cluster,
            @ForAll boolean countsDown,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 1_000_000) Integer> seeds) {
        try (Consumer consumer = new Consumer()) {
            consumer.defaults.timeoutMillis = timeoutMillis;
            consumer.defaults.retries = retries;
            consumer.addresses("10.0.0.1:20880", "10.0.0.2:20880");
            switch (cluster) {
                case 1 -> consumer.cluster = new FailfastCluster(consumer.clusters);
                case 2 -> consumer.cluster = new FailsafeCluster(consumer.clusters);
                case 3 -> consumer.cluster = new ForkingCluster(consumer.clusters);
                case 4 -> consumer.cluster = new BroadcastCluster(consumer.clusters);
                default -> {}
            }
            DemoService demo = consumer.reference();
            long deadline = consumer.ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
            serve(consumer, deadline, countsDown);
            List<Sent> sent = new ArrayList<>();
            for (Nested nested :
                    seeds.stream().map(DeadlinePropertyTest::nested).toList()) {
                consumer.ticker.advanceMillis(nested.delayMillis);
                script(consumer, nested.kind, sent);
                call(demo, nested);
            }
            check(deadline, countsDown, sent);
        }
    }

    private static Nested nested(int seed) {
        return new Nested(seed % 701, seed / 701 % 3 == 0 ? 1 + seed % 4_999 : 0, seed / 7 % 4);
    }

    private static void serve(Consumer consumer, long deadline, boolean countsDown) {
        try {
            InternalRpcContext.enter(
                    RpcContext.getContext(),
                    new InternalRpcContext.Request(
                            Runnable.class.getMethod("run"),
                            new Peer(null, null),
                            null,
                            Map.of(),
                            deadline,
                            countsDown,
                            consumer.ticker));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /** Silence only where the caller lets the fake time pass itself: several at a time wait on real threads. */
    private static void script(Consumer consumer, int kind, List<Sent> sent) {
        boolean parallel = List.of("forking", "broadcast").contains(consumer.cluster.name());
        for (String address : List.of("10.0.0.1:20880", "10.0.0.2:20880")) {
            consumer.transport.provider(address).on(call -> {
                synchronized (sent) {
                    sent.add(new Sent(
                            consumer.ticker.nanos(),
                            call.deadlineNanos(),
                            call.attachment("_TO"),
                            call.attachment("timeout")));
                }
                return switch (kind) {
                    case 0 -> parallel ? Answer.value("x") : Answer.SILENCE;
                    case 1 -> Answer.UNSENT;
                    case 2 -> Answer.thrown(new IllegalStateException("of the service"));
                    default -> Answer.value("x");
                };
            });
        }
    }

    private static void call(DemoService demo, Nested nested) {
        if (nested.ownMillis > 0) {
            RpcContext.nextCall().timeout(Duration.ofMillis(nested.ownMillis));
        }
        try {
            demo.find("a");
        } catch (RpcException | IllegalStateException e) {
            // How it ends is not the point.
        }
    }

    private static void check(long deadline, boolean countsDown, List<Sent> sent) {
        assertThat(sent).allSatisfy(attempt -> {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - attempt.nanos);
            assertThat(leftMillis).isPositive();
            assertThat(attempt.deadlineNanos).isLessThanOrEqualTo(deadline);
            assertThat(attempt.told != null).isEqualTo(countsDown);
            if (attempt.told != null) {
                assertThat((long) (Integer) attempt.told).isBetween(1L, leftMillis);
            }
            if (attempt.timeout != null) {
                // Said where it is not what is configured; an own timeout is said as a whole.
                long said = Long.parseLong((String) attempt.timeout);
                assertThat(said).isBetween(1L, leftMillis);
            }
        });
    }
}
