// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.consumer.SeveralRegistries.Part;
import io.tern.rpc.core.internal.directory.RegistryOrder;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One provider of each of several registries, as the balancer of each chooses it for the call; as a balancer, the choice among
 * these. What several registries name is the same provider wherever that can be told by its address. One per method;
 * thread-safe.
 */
final class RegistryPicks implements Directory, LoadBalancer {
    /** What tells the services of one path apart. */
    private static final List<String> IDENTITY = List.of("group", "version");

    private final ServiceKey service;
    private final List<Section> sections;
    private final @Nullable String zone;
    private final boolean single;
    private volatile Union union = new Union(List.of(), List.of());

    /** All providers, and the lists that they were put together from. */
    private record Union(List<List<EndpointInvoker>> parts, List<EndpointInvoker> all) {}

    /** {@code single}: only the registry whose turn it is offers a provider; the next attempt goes to the next one. */
    RegistryPicks(
            ClusterContext context, List<Part> parts, @Nullable String zone, boolean single, MethodSettings settings) {
        this.service = parts.get(0).providers().service();
        this.zone = zone;
        this.single = single;
        this.sections = parts.stream()
                .map(part -> new Section(
                        part.registry(), part.providers(), context.choice(part.providers(), part.balancer(), settings)))
                .toList();
    }

    /** One registry. Compared by identity. */
    static final class Section {
        private final RegistrySettings registry;
        private final Directory providers;
        private final ProviderChoice choice;

        Section(RegistrySettings registry, Directory providers, ProviderChoice choice) {
            this.registry = registry;
            this.providers = providers;
            this.choice = choice;
        }
    }

    /** What a registry has for one call. */
    private record Offer(Section section, List<EndpointInvoker> candidates) implements RegistryOrder.Offer {
        @Override
        public RegistrySettings registry() {
            return section.registry;
        }

        @Override
        public boolean isAvailable() {
            return RegistryOrder.anyAvailable(candidates);
        }
    }

    /** A provider in the name of its registry. Equal ones are the same provider of the same registry. */
    record Picked(Section section, EndpointInvoker provider) implements EndpointInvoker, RegistryOrder.Offer {
        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            return section.choice.attempt(provider, call);
        }

        @Override
        public RegistrySettings registry() {
            return section.registry;
        }

        @Override
        public Endpoint endpoint() {
            return provider.endpoint();
        }

        @Override
        public boolean isAvailable() {
            return provider.isAvailable();
        }

        @Override
        public int weight() {
            return provider.weight();
        }

        @Override
        public int inFlight() {
            return provider.inFlight();
        }
    }

    @Override
    public ServiceKey service() {
        return service;
    }

    /** The providers themselves. The same list as long as nothing changes. */
    @Override
    @SuppressWarnings("ReferenceEquality") // a directory's list is the same object until it changes
    public List<EndpointInvoker> snapshot() {
        Union known = union;
        boolean same = known.parts().size() == sections.size();
        for (int i = 0; same && i < sections.size(); i++) {
            same = known.parts().get(i) == sections.get(i).providers.snapshot();
        }
        if (!same) {
            List<List<EndpointInvoker>> parts = sections.stream()
                    .map(section -> section.providers.snapshot())
                    .toList();
            known = new Union(parts, parts.stream().flatMap(List::stream).toList());
            union = known;
        }
        return known.all();
    }

    @Override
    public String absence() {
        return RegistryOrder.absence(
                sections.stream().map(section -> section.providers).toList());
    }

    @Override
    public List<EndpointInvoker> candidates(Invocation call) {
        return candidates(call, List.of());
    }

    /**
     * For a further attempt: of the registries with an available provider those that were tried least often, and there
     * providers that were not tried yet, as far as there are such.
     *
     * @param tried what was chosen here before, in order
     */
    List<EndpointInvoker> candidates(Invocation call, List<EndpointInvoker> tried) {
        Set<String> met = addresses(tried);
        List<Offer> offers = leastTried(withFresh(offers(call), met), tried);
        if (offers.isEmpty()) {
            return List.of();
        }
        if (single) {
            Offer first = RegistryOrder.first(offers, call, zone);
            return List.of(pick(first == null ? offers.get(0) : first, call, tried, List.of()));
        }
        List<EndpointInvoker> picks = new ArrayList<>(offers.size());
        for (Offer offer : offers) {
            Picked picked = pick(offer, call, tried, List.copyOf(picks));
            if (picks.stream().noneMatch(other -> isSame(other.endpoint(), picked.endpoint()))) {
                picks.add(picked);
            }
        }
        return List.copyOf(picks);
    }

    private List<Offer> offers(Invocation call) {
        List<Offer> offers = new ArrayList<>(sections.size());
        for (Section section : sections) {
            List<EndpointInvoker> candidates = section.providers.candidates(call);
            if (!candidates.isEmpty()) {
                offers.add(new Offer(section, candidates));
            }
        }
        return offers;
    }

    /** Those with an available provider at an address that was not met yet; all if there is none. */
    private static List<Offer> withFresh(List<Offer> offers, Set<String> met) {
        if (met.isEmpty()) {
            return offers;
        }
        List<Offer> fresh = offers.stream()
                .filter(offer -> offer.candidates.stream().anyMatch(candidate -> isFresh(candidate, met)))
                .toList();
        return fresh.isEmpty() ? offers : fresh;
    }

    private static boolean isFresh(EndpointInvoker candidate, Set<String> met) {
        return candidate.isAvailable() && !met.contains(candidate.endpoint().address());
    }

    /** Whether it is one service of one provider in the name of two registries. */
    private static boolean isSame(Endpoint one, Endpoint other) {
        return one.address().equals(other.address())
                && one.path().equals(other.path())
                && IDENTITY.stream()
                        .allMatch(name -> Objects.equals(
                                one.parameters().get(name), other.parameters().get(name)));
    }

    private static Set<String> addresses(List<EndpointInvoker> providers) {
        Set<String> addresses = new HashSet<>();
        providers.forEach(provider -> addresses.add(provider.endpoint().address()));
        return addresses;
    }

    private static List<Offer> leastTried(List<Offer> offers, List<EndpointInvoker> tried) {
        if (tried.isEmpty() || offers.size() < 2) {
            return offers;
        }
        long least = Long.MAX_VALUE;
        for (Offer offer : offers) {
            if (offer.isAvailable()) {
                least = Math.min(least, of(offer.section, tried).size());
            }
        }
        long most = least;
        return offers.stream()
                .filter(offer -> of(offer.section, tried).size() <= most)
                .toList();
    }

    private static Picked pick(
            Offer offer, Invocation call, List<EndpointInvoker> tried, List<EndpointInvoker> others) {
        ProviderChoice choice = offer.section.choice;
        List<EndpointInvoker> own = of(offer.section, tried);
        EndpointInvoker picked = choice.next(offer.candidates, own, call);
        Set<String> met = addresses(tried);
        met.addAll(addresses(others));
        if (met.contains(picked.endpoint().address())) {
            List<EndpointInvoker> fresh = offer.candidates.stream()
                    .filter(candidate -> isFresh(candidate, met))
                    .toList();
            picked = fresh.isEmpty() ? picked : choice.next(fresh, own, call);
        }
        return new Picked(offer.section, picked);
    }

    private static List<EndpointInvoker> of(Section section, List<EndpointInvoker> tried) {
        List<EndpointInvoker> own = new ArrayList<>();
        for (EndpointInvoker each : tried) {
            if (each instanceof Picked picked && picked.section() == section) {
                own.add(picked.provider());
            }
        }
        return own;
    }

    // ---- as a balancer

    @Override
    public String name() {
        return "registries";
    }

    @Override
    public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
        List<Picked> picks = candidates.stream().map(Picked.class::cast).toList();
        Picked first = RegistryOrder.first(picks, call, zone);
        return first == null ? candidates.get(0) : first;
    }
}
