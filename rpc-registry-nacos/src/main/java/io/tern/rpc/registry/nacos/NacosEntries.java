// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.naming.pojo.Instance;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries as instances of Nacos and back: all parameters are metadata, and so are category, protocol and path. Reading is for the
 * Nacos thread.
 */
final class NacosEntries {
    private static final Logger log = LoggerFactory.getLogger(NacosEntries.class);
    private static final int LINES = 10;
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_NAMED = 1_000;

    private final RpcObserver observer;
    private final Ticker ticker;
    /** Addresses that a line has named already. */
    private final Set<String> named = new HashSet<>();

    private long intervalStart;
    private int lines;

    NacosEntries(RpcObserver observer, Ticker ticker) {
        this.observer = observer;
        this.ticker = ticker;
        intervalStart = ticker.nanos();
    }

    static Instance instance(DubboUrl entry, boolean ephemeral) {
        Map<String, String> metadata = new HashMap<>(entry.parameters());
        metadata.putIfAbsent("category", NacosServiceName.of(entry).category());
        metadata.put("protocol", entry.protocol());
        metadata.put("path", entry.path());
        Instance instance = new Instance();
        instance.setIp(entry.host());
        instance.setPort(entry.port());
        instance.setEphemeral(ephemeral);
        instance.setMetadata(metadata);
        return instance;
    }

    /**
     * What can be called of these, in the form of {@link DubboUrl}; sorted, since the server has no order. Anybody can write
     * instances, so that one of which nothing can be made is left out, whatever is wrong with it.
     */
    List<String> texts(List<Instance> instances) {
        List<String> texts = new ArrayList<>();
        for (Instance instance : instances) {
            try {
                if (instance.isHealthy() && instance.isEnabled()) {
                    texts.add(text(instance));
                }
            } catch (RuntimeException e) {
                skipped(instance, e);
            }
        }
        return texts.stream().distinct().sorted().toList();
    }

    private static String text(Instance instance) {
        Map<String, String> metadata = instance.getMetadata();
        String protocol = metadata.get("protocol");
        if (protocol == null) {
            throw new IllegalArgumentException("The instance has no protocol in its metadata: it is none of Dubbo's");
        }
        String path = metadata.getOrDefault("path", "");
        String plain = path.startsWith("/") ? path.substring(1) : path;
        return new DubboUrl(protocol, instance.getIp(), instance.getPort(), plain, metadata).text();
    }

    private void skipped(@Nullable Instance instance, RuntimeException problem) {
        observer.counted(Event.REGISTRY_ENTRY_SKIPPED);
        String address = instance == null ? "null" : instance.getIp() + ":" + instance.getPort();
        if (named.contains(address) || named.size() >= MOST_NAMED || !passes()) {
            return;
        }
        named.add(address);
        log.warn(
                "The instance at {} is skipped, since it is malformed or none of Dubbo's: {}",
                address,
                NacosProblem.text(problem));
    }

    private boolean passes() {
        long now = ticker.nanos();
        if (now - intervalStart >= INTERVAL_NANOS) {
            intervalStart = now;
            lines = 0;
        }
        return lines++ < LINES;
    }
}
