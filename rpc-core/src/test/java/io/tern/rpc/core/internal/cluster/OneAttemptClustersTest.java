// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static io.tern.rpc.core.internal.cluster.ClusterBench.unsent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Cluster;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failfast, failsafe and available, and what all clusters have in common. */
class OneAttemptClustersTest {
    private final ClusterBench bench = new ClusterBench(3);

    private ResponseFuture<@Nullable Object> find(Cluster cluster) {
        return bench.invoke(cluster, "find", CallMode.SYNC, 2);
    }

    private List<Cluster> allClusters(ClusterBench of) {
        return List.of(
                new FailoverCluster(of.context),
                new FailfastCluster(of.context),
                new AvailableCluster(of.context),
                new ForkingCluster(of.context),
                new BroadcastCluster(of.context),
                new MergeableCluster(of.context),
                new ZoneAwareCluster(of.context));
    }

    @Test
    void unavailableProvidersAreAvoidedWhileOthersAreThere() {
        bench.providers.get(0).available = false;
        bench.providers.get(2).available = false;
        for (int i = 0; i < 50; i++) {
            find(new FailoverCluster(bench.context));
            find(new FailfastCluster(bench.context));
        }
        assertThat(bench.providers.get(1).calls).hasSize(100);
    }

    @Test
    void unavailableProvidersAreTriedWhenThereIsNoOther() throws Throwable {
        bench.providers.forEach(provider -> provider.available = false);

        assertThat(find(new FailoverCluster(bench.context)).await()).isNotNull();
        assertThat(find(new AvailableCluster(bench.context)).await()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void failfastMakesOneAttemptAndKeepsTheException(CallMode mode) {
        bench.all(unsent());

        assertThatThrownBy(() -> bench.invoke(new FailfastCluster(bench.context), "find", mode, 2)
                        .get())
                .cause()
                .hasMessage("no connection");
        assertThat(bench.attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void availableTakesTheFirstAvailableProvider(CallMode mode) throws Throwable {
        bench.providers.get(0).available = false;

        for (int i = 0; i < 20; i++) {
            assertThat(bench.invoke(new AvailableCluster(bench.context), "find", mode, 0)
                            .get())
                    .isEqualTo("10.0.0.2:20880");
        }
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void failsafeAnswersAFailureWithTheEmptyValueAndLogsIt(CallMode mode) throws Throwable {
        bench.all(unsent());

        try (LogCapture log = new LogCapture(FailsafeCluster.class)) {
            assertThat(bench.invoke(new FailsafeCluster(bench.context), "count", mode, 2)
                            .get())
                    .isEqualTo(0);
            assertThat(bench.invoke(new FailsafeCluster(bench.context), "find", mode, 2)
                            .get())
                    .isNull();
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("no connection"));
        }
        assertThat(bench.attempts()).isEqualTo(2);
    }

    @Test
    void failsafeHidesTheLateFailureOfAnAsynchronousCallAndPassesAllElse() throws Exception {
        List<PendingFuture> pending = new ArrayList<>();
        bench.all(call -> {
            pending.add(new PendingFuture());
            return pending.get(pending.size() - 1);
        });
        List<ResponseFuture<@Nullable Object>> futures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            futures.add(bench.invoke(new FailsafeCluster(bench.context), "count", CallMode.FUTURE, 0));
        }

        try (LogCapture log = new LogCapture(FailsafeCluster.class)) {
            pending.get(0).completeExceptionally(ClusterBench.lost());
            assertThat(log.lines()).hasSize(1);
        }
        pending.get(1).completeExceptionally(new IllegalStateException("of the service"));
        pending.get(2).complete(5);
        futures.get(3).cancel(true);

        assertThat(futures.get(0).get()).isEqualTo(0);
        assertThatThrownBy(() -> futures.get(1).get()).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(futures.get(2).get()).isEqualTo(5);
        assertThat(futures.get(2).attachments()).containsEntry("trace", "10.0.0.99");
        assertThat(pending.get(3)).isCancelled();
    }

    @Test
    void failsafeHidesThatThereIsNobody() throws Exception {
        ClusterBench empty = new ClusterBench(0);
        try (LogCapture log = new LogCapture(FailsafeCluster.class)) {
            assertThat(empty.invoke(new FailsafeCluster(empty.context), "find", CallMode.SYNC, 0)
                            .get())
                    .isNull();
            assertThat(log.lines()).singleElement().asString().contains("No provider");
        }
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void everyOtherClusterSaysSoIfThereIsNobody(CallMode mode) {
        ClusterBench empty = new ClusterBench(0);
        for (Cluster cluster : allClusters(empty)) {
            assertThatThrownBy(() -> empty.invoke(cluster, "find", mode, 2).get())
                    .cause()
                    .isInstanceOf(NoProviderException.class)
                    .hasMessageContaining("No provider");
        }
    }

    @Test
    void exceptionsOfTheServiceAreResultsForAllWhoCallOneProvider() {
        ClusterBench single = new ClusterBench(1);
        single.all(call -> ResponseFuture.failed(new IllegalStateException("of the service")));
        List<Cluster> clusters = List.of(
                new FailoverCluster(single.context),
                new FailfastCluster(single.context),
                new FailsafeCluster(single.context),
                new FailbackCluster(single.context),
                new AvailableCluster(single.context),
                new ForkingCluster(single.context),
                new MergeableCluster(single.context));
        for (Cluster cluster : clusters) {
            assertThatThrownBy(() ->
                            single.invoke(cluster, "find", CallMode.SYNC, 2).await())
                    .hasMessage("of the service");
        }
        assertThat(single.attempts()).isEqualTo(clusters.size());
    }
}
