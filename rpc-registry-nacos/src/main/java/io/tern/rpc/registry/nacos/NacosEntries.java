// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.naming.pojo.Instance;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entries as instances of Nacos and back: all parameters are metadata, and so are category, protocol and path. */
final class NacosEntries {
    private static final Logger log = LoggerFactory.getLogger(NacosEntries.class);

    private final RpcObserver observer;

    NacosEntries(RpcObserver observer) {
        this.observer = observer;
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

    /** What can be called of these, in the form of {@link DubboUrl}; sorted, since the server has no order. */
    List<String> texts(List<Instance> instances) {
        List<String> texts = new ArrayList<>();
        for (Instance instance : instances) {
            if (instance.isHealthy() && instance.isEnabled()) {
                try {
                    texts.add(text(instance));
                } catch (IllegalArgumentException e) {
                    observer.counted(Event.REGISTRY_ENTRY_SKIPPED);
                    log.debug("An instance of Nacos is skipped", e);
                }
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
}
