// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingService;
import com.alibaba.nacos.api.naming.pojo.Instance;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this process offers under one service name. A server keeps for a connection one instance per name, or one batch of them,
 * so that a service on several ports has to be stored as a whole. For the Nacos thread alone.
 */
final class NacosPublication {
    private final String name;
    private final String group;
    private final boolean dynamic;
    private final Map<DubboUrl, Instance> instances = new LinkedHashMap<>();
    /** Those that the server has not taken yet. */
    private final Set<DubboUrl> fresh = new HashSet<>();

    private boolean stored = true;
    private int batch;

    /** {@code group} is that of Nacos; {@code dynamic} whether entries vanish with their process unless they say otherwise. */
    NacosPublication(String name, String group, boolean dynamic) {
        this.name = name;
        this.group = group;
        this.dynamic = dynamic;
    }

    /** Makes these the entries that are stored; others are taken back. New ones that are refused for good are dropped. */
    void set(Set<DubboUrl> entries, NamingService naming) throws NacosException {
        for (DubboUrl entry : entries) {
            if (!instances.containsKey(entry)) {
                boolean ephemeral = dynamic && !"false".equals(entry.parameter("dynamic"));
                instances.put(entry, NacosEntries.instance(entry, ephemeral));
                fresh.add(entry);
                stored = false;
            }
        }
        for (DubboUrl entry : List.copyOf(instances.keySet())) {
            if (!entries.contains(entry)) {
                remove(entry, naming);
            }
        }
        if (!stored) {
            storeOrDrop(naming);
        }
    }

    private void storeOrDrop(NamingService naming) throws NacosException {
        try {
            store(naming);
        } catch (NacosException | IllegalArgumentException e) {
            if (NacosProblem.isForGood(e)) {
                drop(naming);
            }
            throw e;
        }
    }

    // The client goes on to ask for what was refused, until something else takes its place or it is taken back.
    private void drop(NamingService naming) throws NacosException {
        List<DubboUrl> dropped = List.copyOf(fresh);
        instances.keySet().removeAll(dropped);
        if (!instances.isEmpty()) {
            store(naming);
            return;
        }
        fresh.clear();
        stored = true;
        for (DubboUrl entry : dropped) {
            try {
                naming.deregisterInstance(name, group, NacosEntries.instance(entry, dynamic));
            } catch (NacosException | IllegalArgumentException e) {
                NacosRegistry.log.debug("Taking back an entry of {} is refused too", name, e);
            }
        }
    }

    /** Whether it is one that should be stored. */
    boolean has(DubboUrl entry) {
        return instances.containsKey(entry);
    }

    /** Stores all again if the server does not have all of them any more. */
    void storeMissing(NamingService naming) throws NacosException {
        if (instances.isEmpty()) {
            return;
        }
        Set<String> there = new HashSet<>();
        for (Instance instance : naming.getAllInstances(name, group, false)) {
            there.add(instance.getIp() + ":" + instance.getPort());
        }
        boolean isMissing = instances.values().stream()
                .anyMatch(instance -> !there.contains(instance.getIp() + ":" + instance.getPort()));
        if (isMissing) {
            store(naming);
        }
    }

    /** Stores all; once more does no harm. */
    void store(NamingService naming) throws NacosException {
        List<Instance> ephemeral =
                instances.values().stream().filter(Instance::isEphemeral).toList();
        if (ephemeral.size() == 1) {
            naming.registerInstance(name, group, ephemeral.get(0));
        } else if (ephemeral.size() > 1) {
            naming.batchRegisterInstance(name, group, ephemeral);
        }
        for (Instance instance : instances.values()) {
            if (!instance.isEphemeral()) {
                naming.registerInstance(name, group, instance);
            }
        }
        batch = ephemeral.size();
        fresh.clear();
        stored = true;
    }

    private void remove(DubboUrl entry, NamingService naming) throws NacosException {
        Instance removed = instances.get(entry);
        boolean hasOthers = instances.entrySet().stream()
                .anyMatch(other ->
                        !other.getKey().equals(entry) && other.getValue().isEphemeral());
        if (removed != null && removed.isEphemeral() && hasOthers) {
            stored = false; // storing the others replaces the batch of which it is a part
        } else if (removed != null) {
            if (removed.isEphemeral() && batch > 1) {
                // The client would take it out of its batch, and leave the rest there.
                naming.registerInstance(name, group, removed);
                batch = 1;
            }
            naming.deregisterInstance(name, group, removed);
        }
        instances.remove(entry);
        fresh.remove(entry);
    }
}
