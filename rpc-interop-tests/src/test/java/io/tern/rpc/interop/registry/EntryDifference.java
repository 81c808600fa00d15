// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys that one of two entries has and the other has not.
 *
 * @param onlyDubbos what Tern leaves out
 * @param onlyTerns what Tern writes besides
 */
record EntryDifference(Set<String> onlyDubbos, Set<String> onlyTerns) {
    static EntryDifference of(DubboUrl dubbos, DubboUrl terns) {
        Set<String> onlyDubbos = new TreeSet<>(dubbos.parameters().keySet());
        onlyDubbos.removeAll(terns.parameters().keySet());
        // The version of the interface's jar: providers have it only if there is a jar.
        onlyDubbos.remove("revision");
        Set<String> onlyTerns = new TreeSet<>(terns.parameters().keySet());
        onlyTerns.removeAll(dubbos.parameters().keySet());
        return new EntryDifference(onlyDubbos, onlyTerns);
    }

    /** What is intended. */
    static EntryDifference ofProviders(DubboVersion version) {
        return switch (version) {
            case V2_6 ->
                new EntryDifference(
                        Set.of("bean.name", "logger", "transporter"),
                        Set.of("deprecated", "dynamic", "prefer.serialization", "serialization"));
            case V2_7 ->
                new EntryDifference(
                        Set.of("logger", "metadata-type", "release", "service.name"),
                        Set.of("prefer.serialization", "serialization"));
            case V3_3 ->
                new EntryDifference(
                        Set.of("logger", "metadata-type", "release", "service-name-mapping"),
                        Set.of("anyhost", "pid", "serialization", "threads"));
        };
    }

    /** Likewise, for references with the same attributes. */
    static EntryDifference ofConsumers(DubboVersion version) {
        return switch (version) {
            case V2_6 ->
                new EntryDifference(
                        Set.of("client", "default.check", "default.retries", "default.timeout", "logger", "qos.enable"),
                        Set.of("retries", "timeout"));
            case V2_7 ->
                new EntryDifference(
                        Set.of("init", "logger", "metadata-type", "qos.enable", "release", "sticky"), Set.of());
            case V3_3 ->
                new EntryDifference(
                        Set.of(
                                "background",
                                "executor-management-mode",
                                "file-cache",
                                "logger",
                                "metadata-type",
                                "qos.enable",
                                "release",
                                "sticky",
                                "unloadClusterRelated"),
                        Set.of());
        };
    }
}
