// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.registry.AddressVariables.Found;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the address of this machine that others are told. The first of these that says something:
 *
 * <ol>
 *   <li>{@code DUBBO_IP_TO_REGISTRY}
 *   <li>the protocol's {@code host}, then the address that it is bound to, unless that is every interface
 *   <li>an address of the network interface that {@code dubbo.network.interface.preferred} names
 *   <li>the local address of the route to the registry, from where consumers come as a rule
 *   <li>the interfaces: private addresses first, IPv6 and bridges of containers last
 *   <li>loopback, with a warning
 * </ol>
 *
 * <p>The third to fifth pass over what {@code dubbo.network.interface.ignored} names. Nothing else is asked than the variables
 * and the {@link Network}. Thread-safe.
 */
public final class LocalAddress {
    private static final Logger log = LoggerFactory.getLogger(LocalAddress.class);
    private static final String LOOPBACK = "127.0.0.1";
    /** Beyond so many registries everything that is remembered of them is forgotten. */
    private static final int MOST_REGISTRIES = 256;
    /** Bridges and the like, whose addresses mean something on this machine only. */
    private static final Pattern BRIDGE = Pattern.compile("(docker|br-|veth|virbr|vnet|cni|flannel|cali|podman).*");

    private final AddressVariables variables;
    private final Network network;
    /** Of each registry, asked once: all services shall say the same, and a name server that hangs cost its time once. */
    private final Map<String, List<InetAddress>> routes = new ConcurrentHashMap<>();
    /** What consumers say in each registry: looking at all interfaces for each reference takes long. */
    private final Map<String, String> localHosts = new ConcurrentHashMap<>();

    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    public LocalAddress(AddressVariables variables, Network network) {
        this.variables = variables;
        this.network = network;
    }

    /**
     * The same settings with the host and port to listen on that the variables say.
     *
     * @throws io.tern.rpc.RpcConfigException if one of them is no host or port
     */
    public ProtocolSettings bound(ProtocolSettings written) {
        return variables.bound(written);
    }

    private record Choice(String host, String reason, boolean isLoopback) {}

    private record Candidate(Network.Card card, InetAddress address) {
        @Override
        public String toString() {
            return card.name() + " " + text(address);
        }
    }

    /** The interfaces, looked at once and only if they matter. Of one choice. */
    private final class Candidates {
        private @Nullable List<Candidate> listed;

        List<Candidate> list() {
            List<Candidate> known = listed;
            if (known == null) {
                known = candidates();
                listed = known;
            }
            return known;
        }

        boolean isListed() {
            return listed != null;
        }
    }

    /**
     * The address of a port, for one registry. Writes one line about each that is new.
     *
     * @param bound where the port listens
     * @throws io.tern.rpc.RpcConfigException if a variable is no host or port
     */
    PublishedAddress published(ProtocolSettings protocol, InetSocketAddress bound, RegistrySettings registry) {
        Candidates candidates = new Candidates();
        Choice choice = choose(protocol.name(), configured(protocol, bound), registry, candidates);
        Found port = variables.portToPublish(protocol.name());
        PublishedAddress address = new PublishedAddress(
                choice.host(),
                port == null ? bound.getPort() : Integer.parseInt(port.text()),
                choice.reason() + (port == null ? "" : ", port of the " + port),
                choice.isLoopback());
        report(protocol, bound, registry, address, candidates);
        return address;
    }

    /** The host that a consumer gives as its own. */
    public String localHost(RegistrySettings registry) {
        Found variable = variables.hostToPublish("");
        return variable != null
                ? variable.text()
                : remembered(
                        localHosts,
                        registry,
                        () -> choose("", null, registry, new Candidates()).host());
    }

    private static <T> T remembered(Map<String, T> known, RegistrySettings registry, Supplier<T> source) {
        if (known.size() >= MOST_REGISTRIES) {
            known.clear();
        }
        return known.computeIfAbsent(registry.id(), id -> source.get());
    }

    private static @Nullable Choice configured(ProtocolSettings protocol, InetSocketAddress bound) {
        String host = protocol.host();
        if (host != null && !AddressVariables.isEveryInterface(host)) {
            return new Choice(host, "host of protocol " + protocol.id(), isLoopback(host));
        }
        InetAddress address = bound.getAddress();
        if (address == null || address.isAnyLocalAddress()) {
            return null;
        }
        return new Choice(text(address), "the address that listens", address.isLoopbackAddress());
    }

    private Choice choose(
            String protocol, @Nullable Choice configured, RegistrySettings registry, Candidates interfaces) {
        Found variable = variables.hostToPublish(protocol);
        if (variable != null) {
            return new Choice(variable.text(), variable.toString(), isLoopback(variable.text()));
        }
        if (configured != null) {
            return configured;
        }
        List<Candidate> candidates = interfaces.list();
        Candidate preferred = preferred(candidates);
        if (preferred != null) {
            return choice(preferred, "named by " + AddressVariables.PREFERRED_INTERFACE);
        }
        for (InetAddress local : remembered(routes, registry, () -> routes(registry))) {
            for (Candidate candidate : candidates) {
                if (candidate.address().equals(local)) {
                    return choice(candidate, "where the route to the registry leaves");
                }
            }
        }
        if (!candidates.isEmpty()) {
            return choice(candidates.get(0), "the first that can be used; no route to the registry says more");
        }
        return new Choice(LOOPBACK, "this machine has no other address", true);
    }

    private List<InetAddress> routes(RegistrySettings registry) {
        return registry.addresses().stream()
                .map(network::routeTo)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Choice choice(Candidate candidate, String reason) {
        return new Choice(text(candidate.address()), candidate.card().name() + ", " + reason, false);
    }

    private @Nullable Candidate preferred(List<Candidate> candidates) {
        Found preferred = variables.preferredInterface();
        if (preferred == null) {
            return null;
        }
        for (Candidate candidate : candidates) {
            if (isNamed(candidate.card(), preferred.text())) {
                return candidate;
            }
        }
        if (reported.add(preferred.text())) {
            log.warn(
                    "{} = \"{}\" names no network interface with a usable address; there are: {}",
                    preferred,
                    preferred.text(),
                    list(candidates));
        }
        return null;
    }

    private static boolean isNamed(Network.Card card, String name) {
        return card.name().equals(name) || card.displayName().equals(name);
    }

    /** Addresses that others could use, the best one first. */
    private List<Candidate> candidates() {
        Found ignored = variables.ignoredInterfaces();
        List<Candidate> candidates = new ArrayList<>();
        for (Network.Card card : network.cards()) {
            if (ignored != null && isIgnored(card, ignored.text())) {
                continue;
            }
            for (InetAddress address : card.addresses()) {
                if (!address.isLoopbackAddress()
                        && !address.isLinkLocalAddress()
                        && !address.isAnyLocalAddress()
                        && !address.isMulticastAddress()) {
                    candidates.add(new Candidate(card, address));
                }
            }
        }
        candidates.sort(Comparator.comparing(
                        (Candidate one) -> BRIDGE.matcher(one.card().name()).matches())
                .thenComparing(one -> !(one.address() instanceof Inet4Address))
                .thenComparing(one -> !one.address().isSiteLocalAddress()));
        return candidates;
    }

    private static boolean isIgnored(Network.Card card, String list) {
        for (String item : list.split(",", -1)) {
            String name = item.strip();
            if (isNamed(card, name) || matches(card, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Network.Card card, String pattern) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return compiled.matcher(card.name()).matches()
                    || compiled.matcher(card.displayName()).matches();
        } catch (PatternSyntaxException e) {
            return false; // a name that happens to be no pattern
        }
    }

    private void report(
            ProtocolSettings protocol,
            InetSocketAddress bound,
            RegistrySettings registry,
            PublishedAddress address,
            Candidates candidates) {
        if (!reported.add(protocol.id() + " " + bound.getPort() + " " + registry.id() + " " + address)) {
            return;
        }
        log.info(
                "Port {} is published as {} in {} ({}){}. To publish another one set {} or {},"
                        + " host=\"…\" of <dubbo:protocol>, or {}",
                bound.getPort(),
                address,
                registry,
                address.reason(),
                candidates.isListed() ? "; addresses of this machine: " + list(candidates.list()) : "",
                AddressVariables.IP_TO_REGISTRY,
                AddressVariables.PORT_TO_REGISTRY,
                AddressVariables.PREFERRED_INTERFACE);
        if (address.isLoopback()) {
            log.warn(
                    "{} is published in {}, where only consumers on this machine can use it; to publish another address set"
                            + " {} or host=\"…\" of <dubbo:protocol>",
                    address,
                    registry,
                    AddressVariables.IP_TO_REGISTRY);
        }
    }

    private static String list(List<Candidate> candidates) {
        return candidates.isEmpty()
                ? "none but loopback"
                : candidates.stream().map(Candidate::toString).collect(Collectors.joining(", "));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /** Without the scope of an IPv6 address, which means nothing elsewhere. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
