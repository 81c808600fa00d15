// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.spi.CallMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MergeableClusterTest {
    private final ClusterBench bench = new ClusterBench("blue", "green", "blue", "red");

    @BeforeEach
    void listOfOne() {
        bench.providers.forEach(provider -> provider.answer = call -> ResponseFuture.completed(
                new ArrayList<>(List.of(provider.endpoint().parameters().get("group")))));
    }

    private ResponseFuture<@Nullable Object> merge(String method, CallMode mode) {
        return bench.invoke(new MergeableCluster(bench.context), method, mode, 2);
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void oneProviderOfEachGroupIsCalledAndTheResultsAreMerged(CallMode mode) throws Exception {
        bench.plan.merger = "true";

        assertThat(merge("list", mode).get()).isEqualTo(List.of("blue", "green", "red"));
        assertThat(bench.attempts()).isEqualTo(3);
        assertThat(bench.providers.get(0).calls.size()
                        + bench.providers.get(2).calls.size())
                .isEqualTo(1);
    }

    @Test
    void aMethodOfTheResultMergesToo() throws Exception {
        bench.plan.merger = ".addAll";
        assertThat(merge("list", CallMode.SYNC).get()).isEqualTo(List.of("blue", "green", "red"));
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void withoutAMergerTheFirstAvailableProviderIsCalled(CallMode mode) throws Exception {
        bench.providers.get(0).available = false;
        assertThat(merge("list", mode).get()).isEqualTo(List.of("green"));
        assertThat(bench.attempts()).isEqualTo(1);
    }

    @Test
    void aGroupThatFailsFailsTheCall() {
        bench.plan.merger = "list";
        bench.providers.get(1).answer = call -> ResponseFuture.failed(ClusterBench.timeout());

        assertThatThrownBy(() -> merge("list", CallMode.SYNC).await())
                .isInstanceOf(RpcTimeoutException.class)
                .hasMessageContainingAll("on 1 of 3 providers", "10.0.0.2:20880 (slow)");
    }

    @Test
    void aSingleGroupIsAnOrdinaryCall() throws Exception {
        ClusterBench single = new ClusterBench("blue", "blue");
        single.plan.merger = "list";
        single.all(call -> ResponseFuture.completed(List.of("it")));

        assertThat(single.invoke(new MergeableCluster(single.context), "list", CallMode.SYNC, 0)
                        .get())
                .isEqualTo(List.of("it"));
        assertThat(single.attempts()).isEqualTo(1);
    }

    @Test
    void aMergerThatBreaksFailsTheCall() {
        bench.plan.merger = ".addAll";
        bench.all(call -> ResponseFuture.completed(List.of("not to be changed")));

        assertThatThrownBy(() -> merge("list", CallMode.SYNC).await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("addAll")
                .hasCauseInstanceOf(UnsupportedOperationException.class);
    }
}
