// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Ticker;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends calls with the same arguments to the same provider, for as long as it is there; when one comes or goes, only its
 * part of the calls moves.
 *
 * <p>{@code hash.arguments} says which arguments count (default {@code 0}, the first), {@code hash.nodes} how many points
 * each provider has (160); as parameters of the method, of the reference or of the provider, each also with the method's name
 * in front: {@code find.hash.arguments}.
 */
public final class ConsistentHashBalancer implements LoadBalancer {
    private static final String ARGUMENTS = "hash.arguments";
    private static final String NODES = "hash.nodes";
    private static final int DEFAULT_NODES = 160;
    private static final int MOST_NODES = 10_000;
    /** Of one ring: 16 MB. Where there are more providers, each has fewer points. */
    private static final int MOST_POINTS = 2_000_000;
    /**
     * Rings that are kept: clusters leave out who has been tried or is not connected, and routes look at the call, so lists
     * alternate. The first rings are the latest.
     */
    private static final int RINGS = 4;

    private static final Logger log = LoggerFactory.getLogger(ConsistentHashBalancer.class);

    private final Map<String, String> parameters;
    private final LogLimit warnings;
    /** Held by who makes a ring, which takes a while. */
    private final ReentrantLock making = new ReentrantLock();

    private volatile List<HashRing> rings = List.of();

    public ConsistentHashBalancer(Ticker ticker) {
        this(Map.of(), new LogLimit(ticker, 10, 60_000));
    }

    private ConsistentHashBalancer(Map<String, String> parameters, LogLimit warnings) {
        this.parameters = parameters;
        this.warnings = warnings;
    }

    @Override
    public String name() {
        return "consistenthash";
    }

    @Override
    public LoadBalancer forMethod(MethodSettings settings) {
        return new ConsistentHashBalancer(settings.parameters(), warnings);
    }

    @Override
    public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        HashRing ring = known(candidates);
        if (ring == null && !making.tryLock()) {
            EndpointInvoker chosen = chosenBefore(candidates, call);
            if (chosen != null) {
                return chosen;
            }
            making.lock();
        }
        return (ring == null ? made(candidates, call) : ring).select(call.arguments());
    }

    private @Nullable HashRing known(List<EndpointInvoker> candidates) {
        List<HashRing> known = rings;
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).candidates() == candidates) {
                return known.get(i);
            }
        }
        for (HashRing ring : known) {
            if (ring.candidates().equals(candidates)) {
                return ring;
            }
        }
        return null;
    }

    /** While another thread makes a ring: by an earlier one, which is right but for those that are new. */
    private @Nullable EndpointInvoker chosenBefore(List<EndpointInvoker> candidates, Invocation call) {
        List<HashRing> known = rings;
        return known.isEmpty() ? null : known.get(0).select(call.arguments(), new HashSet<>(candidates));
    }

    /** To be called with the lock held, which is given back: who had to wait for it may find the ring made. */
    private HashRing made(List<EndpointInvoker> candidates, Invocation call) {
        try {
            HashRing ring = known(candidates);
            if (ring == null) {
                ring = make(candidates, call.method().name());
                rings = Stream.concat(Stream.of(ring), rings.stream().limit(RINGS - 1))
                        .toList();
            }
            return ring;
        } finally {
            making.unlock();
        }
    }

    private HashRing make(List<EndpointInvoker> candidates, String method) {
        Map<String, String> provider = candidates.get(0).endpoint().parameters();
        int[] arguments = {0};
        int nodes = DEFAULT_NODES;
        String argumentsText = parameter(method, ARGUMENTS, "0", provider);
        try {
            arguments = Stream.of(argumentsText.split(",", -1))
                    .mapToInt(text -> Integer.parseInt(text.trim()))
                    .toArray();
        } catch (NumberFormatException e) {
            warn(ARGUMENTS, method, argumentsText, "numbers of arguments from 0, with commas between", "0");
        }
        String nodesText = parameter(method, NODES, "160", provider);
        try {
            nodes = Integer.parseInt(nodesText.trim());
        } catch (NumberFormatException e) {
            nodes = 0;
        }
        if (nodes < HashRing.POINTS_OF_DIGEST || nodes > MOST_NODES) {
            warn(NODES, method, nodesText, "a whole number from 4 to 10000", "160");
            nodes = DEFAULT_NODES;
        }
        int most = Math.max(HashRing.POINTS_OF_DIGEST, MOST_POINTS / candidates.size());
        return new HashRing(candidates, arguments, Math.min(nodes, most));
    }

    /** Dubbo's order: consumers before providers, and there a method's own before what is for all. */
    private String parameter(String method, String name, String otherwise, Map<String, String> provider) {
        String ofMethod = method + "." + name;
        String text = parameters.getOrDefault(ofMethod, parameters.get(name));
        return text != null ? text : provider.getOrDefault(ofMethod, provider.getOrDefault(name, otherwise));
    }

    private void warn(String name, String method, String text, String expected, String taken) {
        if (warnings.pass() != LogLimit.SUPPRESSED) {
            log.warn(
                    "Load balancer consistenthash, method {}: {} is \"{}\" (expected: {}); taking {}",
                    method,
                    name,
                    SafeText.of(text),
                    expected,
                    taken);
        }
    }
}
