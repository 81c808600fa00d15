// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tern.rpc.interop.traffic.TrafficService;
import io.tern.rpc.registry.zookeeper.fixture.LocalZookeeper;
import io.tern.rpc.spi.registry.DubboUrl;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;

/** The nodes of the traffic's service, read and written as dubbo-admin does. */
final class Tree {
    static final String SERVICE = TrafficService.class.getName();
    private static final String ROOT = "/dubbo/" + SERVICE + "/";

    private final LocalZookeeper zookeeper;
    private final List<String> written = new ArrayList<>();

    Tree(LocalZookeeper zookeeper) {
        this.zookeeper = zookeeper;
    }

    /** The entries of a category, whole. */
    List<DubboUrl> entries(String category) throws Exception {
        return zookeeper.children(ROOT + category).stream()
                .map(name -> DubboUrl.parse(URLDecoder.decode(name, UTF_8)))
                .toList();
    }

    /** The one entry of an application. */
    DubboUrl entry(String category, String application) throws Exception {
        List<DubboUrl> found = entries(category).stream()
                .filter(entry -> application.equals(entry.parameter("application")))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("one entry of " + application + " expected in " + category + ": " + found);
        }
        return found.get(0);
    }

    /** Whether the application has an entry. */
    boolean has(String category, String application) throws Exception {
        return entries(category).stream().anyMatch(entry -> application.equals(entry.parameter("application")));
    }

    /** Writes a rule as a node of its own: the form of Dubbo 2.6, which all later ones read too. */
    String rule(String category, String url) throws Exception {
        String path = ROOT + category + "/" + URLEncoder.encode(url, UTF_8);
        zookeeper.put(path, "");
        written.add(path);
        return path;
    }

    /** Writes a rule into the config center: the form since Dubbo 2.7. */
    String config(String key, String yaml) throws Exception {
        String path = "/dubbo/config/dubbo/" + key;
        zookeeper.put(path, yaml);
        written.add(path);
        return path;
    }

    /** Takes all rules back. */
    void withdrawRules() throws Exception {
        for (String path : written) {
            zookeeper.delete(path);
        }
        written.clear();
    }

    /** Ends the session that holds an application's entry, as ZooKeeper does some time after it heard the last of it. */
    void expire(String application) throws Exception {
        DubboUrl entry = entry("providers", application);
        String path = ROOT + "providers/" + URLEncoder.encode(entry.text(), UTF_8);
        zookeeper.expire(requireNonNull(zookeeper.stat(path), path).getEphemeralOwner());
    }
}
