// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static io.tern.rpc.core.internal.cluster.ClusterBench.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.spi.CallMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BroadcastClusterTest {
    private final ClusterBench bench = new ClusterBench(3);

    private ResponseFuture<@Nullable Object> broadcast(String method, CallMode mode) {
        return bench.invoke(new BroadcastCluster(bench.context), method, mode, 2);
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void everyProviderIsCalledAndTheLastResultReturned(CallMode mode) throws Exception {
        bench.providers.get(0).available = false;

        assertThat(broadcast("find", mode).get()).isEqualTo("10.0.0.3:20880");
        assertThat(bench.providers).allMatch(provider -> provider.calls.size() == 1);
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void oneFailureFailsTheCallAndEachIsNamed(CallMode mode) {
        bench.providers.get(0).answer = call -> ResponseFuture.failed(lost());
        bench.providers.get(1).answer = ClusterBench.unsent();

        assertThatThrownBy(() -> broadcast("find", mode).get())
                .cause()
                .isInstanceOfSatisfying(RpcConnectionException.class, e -> {
                    assertThat(e.delivery()).as("one of them has run it").isEqualTo(Delivery.EXECUTED);
                    assertThat(e.getSuppressed()).hasSize(1);
                })
                .hasMessageContainingAll(
                        "on 2 of 3 providers", "10.0.0.1:20880 (lost)", "10.0.0.2:20880 (no connection)")
                .hasMessageNotContaining("10.0.0.3");
        assertThat(bench.attempts()).as("the others are called all the same").isEqualTo(3);
    }

    @Test
    void anExceptionOfTheServiceFailsItForGood() {
        bench.providers.get(1).answer =
                call -> ResponseFuture.failed(new IllegalStateException("secret of the service"));

        assertThatThrownBy(() -> broadcast("find", CallMode.SYNC).await())
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isBiz()).isTrue())
                .hasMessageContaining("10.0.0.2:20880 (java.lang.IllegalStateException)")
                .hasMessageNotContaining("secret")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void withAMergerAllResultsComeBack() throws Exception {
        bench.plan.merger = "true";
        bench.providers.forEach(
                provider -> provider.answer = call -> ResponseFuture.completed(List.of(provider.address())));

        assertThat(broadcast("list", CallMode.SYNC).get())
                .isEqualTo(List.of("10.0.0.1:20880", "10.0.0.2:20880", "10.0.0.3:20880"));
    }

    @Test
    void anAsynchronousCallEndsWithTheSlowest() throws Exception {
        List<PendingFuture> pending = new ArrayList<>();
        bench.all(call -> {
            pending.add(new PendingFuture());
            return pending.get(pending.size() - 1);
        });
        ResponseFuture<@Nullable Object> future = broadcast("find", CallMode.FUTURE);
        pending.get(2).complete("last");
        pending.get(0).complete("first");
        assertThat(future).isNotDone();
        pending.get(1).complete("middle");
        assertThat(future.get()).isEqualTo("last");
    }

    @Test
    void cancellingCancelsAll() {
        List<PendingFuture> pending = new ArrayList<>();
        bench.all(call -> {
            pending.add(new PendingFuture());
            return pending.get(pending.size() - 1);
        });
        broadcast("find", CallMode.FUTURE).cancel(true);
        assertThat(pending).hasSize(3).allMatch(PendingFuture::isCancelled);
    }

    @Test
    void aVoidMethodReturnsNull() throws Exception {
        bench.all(call -> ResponseFuture.completed(null));
        assertThat(broadcast("save", CallMode.SYNC).get()).isNull();
    }

    @Test
    void aSynchronousCallOnAnEventLoopFailsUnsent() {
        bench.onEventLoop = true;

        assertThatThrownBy(() -> broadcast("find", CallMode.SYNC).await())
                .hasMessageContaining("Blocking call on an event loop");
        assertThat(bench.attempts()).isZero();
    }

    @Test
    void ofManyFailuresTheFirstAreNamed() {
        ClusterBench many = new ClusterBench(200);
        many.all(call -> ResponseFuture.failed(lost()));

        assertThatThrownBy(() -> many.invoke(new BroadcastCluster(many.context), "find", CallMode.SYNC, 0)
                        .await())
                .hasMessageContainingAll("on 200 of 200 providers", "10.0.0.10:20880 (lost) and 190 more")
                .hasMessageNotContaining("10.0.0.11:")
                .satisfies(error -> assertThat(error.getSuppressed()).hasSize(9));
    }
}
