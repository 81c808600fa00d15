// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.directory.RegistryChoice;
import io.tern.rpc.core.internal.directory.RegistryDirectory;
import io.tern.rpc.core.internal.directory.RegistryOrder;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the calls of one reference do with several registries, as {@code cluster} of the registries says.
 *
 * <p>Those that ask one registry leave what happens there to the reference's own cluster. Those that ask several make one
 * attempt at each, and take the place of a cluster that would make several itself; so they replace {@code failover} only, and
 * the number of attempts is that of one cluster.
 */
final class RegistryCalls {
    private static final Logger log = LoggerFactory.getLogger(RegistryCalls.class);
    private static final String ZONE = "zone";
    private static final String ZONE_AWARE = "zone-aware";
    private static final Set<String> REPLACED = Set.of("failover", ZONE_AWARE);
    /** As in Dubbo, and as the attribute of a reference. */
    private static final int DEFAULT_FORKS = 2;

    private final ReferenceSettings settings;
    private final List<RegistryDirectory> directories;
    private final SeveralRegistries several;
    private final String cluster;
    private final int forks;
    private final AtomicBoolean told = new AtomicBoolean();

    /** {@code directories} are those of the reference's registries, two or more. */
    RegistryCalls(ReferenceSettings settings, List<RegistryDirectory> directories, SeveralRegistries several) {
        this.settings = settings;
        this.directories = List.copyOf(directories);
        this.several = several;
        this.cluster = last(settings.registries(), RegistrySettings::cluster, ZONE_AWARE);
        this.forks = last(settings.registries(), RegistrySettings::forks, DEFAULT_FORKS);
    }

    /** What the last one says that says anything. */
    private static <T> T last(List<RegistrySettings> registries, Function<RegistrySettings, @Nullable T> word, T none) {
        for (int i = registries.size() - 1; i >= 0; i--) {
            T said = word.apply(registries.get(i));
            if (said != null) {
                return said;
            }
        }
        return none;
    }

    /** The invoker of one method. */
    Invoker join(MethodClusters clusters) {
        return switch (cluster) {
            case ZONE_AWARE, "failfast" -> nearest(clusters);
            case "available" -> MethodClusters.guarded(RegistryChoice.inOrder(branches(clusters)));
            case "failsafe", "failback" ->
                MethodClusters.guarded(clusters.all()
                        .apply(cluster)
                        .join(new Whole(nearest(clusters)), clusters.balancer(), clusters.settings()));
            default -> REPLACED.contains(clusters.name()) ? each(clusters) : kept(clusters);
        };
    }

    private Invoker nearest(MethodClusters clusters) {
        return MethodClusters.guarded(RegistryChoice.ofNearest(branches(clusters), zone()));
    }

    private @Nullable String zone() {
        return settings.parameters().get(ZONE);
    }

    private List<RegistryChoice.Branch> branches(MethodClusters clusters) {
        List<RegistryChoice.Branch> branches = new ArrayList<>();
        for (int i = 0; i < directories.size(); i++) {
            RegistryDirectory directory = directories.get(i);
            branches.add(new RegistryChoice.Branch(settings.registries().get(i), directory, clusters.join(directory)));
        }
        return branches;
    }

    private Invoker each(MethodClusters clusters) {
        List<SeveralRegistries.Part> parts = new ArrayList<>();
        for (int i = 0; i < directories.size(); i++) {
            parts.add(
                    new SeveralRegistries.Part(settings.registries().get(i), directories.get(i), clusters.balancer()));
        }
        return MethodClusters.guarded(several.join(
                clusters.all().apply(cluster),
                parts,
                zone(),
                clusters.settings().withForks(forks)));
    }

    private Invoker kept(MethodClusters clusters) {
        if (told.compareAndSet(false, true)) {
            log.warn(
                    "{} calls one registry at a time, by preference, zone and weight: its cluster {} stands for several calls"
                            + " itself, and {} of its registries would multiply them. Leave cluster of the reference away"
                            + " (or of the service, which may say it too), or cluster of its registries",
                    settings,
                    clusters.name(),
                    cluster);
        }
        return nearest(clusters);
    }

    /** All registries, as one provider to those who want to know no more than how a call ended. */
    private final class Whole implements Directory, EndpointInvoker {
        private final Invoker choice;
        private final Endpoint endpoint;

        Whole(Invoker choice) {
            this.choice = choice;
            this.endpoint = new Endpoint("registries", 1, settings.service().interfaceName(), Map.of());
        }

        @Override
        public ServiceKey service() {
            return settings.service();
        }

        @Override
        public List<EndpointInvoker> snapshot() {
            return List.of(this);
        }

        @Override
        public List<EndpointInvoker> candidates(Invocation call) {
            return snapshot();
        }

        @Override
        public String absence() {
            return RegistryOrder.absence(directories);
        }

        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            return choice.invoke(call);
        }

        @Override
        public Endpoint endpoint() {
            return endpoint;
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public int inFlight() {
            return 0;
        }
    }
}
