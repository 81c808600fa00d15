// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import java.util.Map;
import java.util.Set;

/**
 * The kinds of registry, and what to say where one is named that is not there.
 *
 * @param there those that are there, by name
 */
record RegistryKinds(Set<String> there) {
    static final String ZOOKEEPER = "zookeeper";
    /** What Dubbo takes an address for that does not say it. */
    private static final String UNSAID = "dubbo";

    private static final Map<String, String> MODULES =
            Map.of(ZOOKEEPER, "rpc-registry-zookeeper", "nacos", "rpc-registry-nacos", "dns", "rpc-registry-dns");

    /** The kind of one of an element's addresses; as in Dubbo the address counts more than {@code protocol}. */
    static String of(CheckedElement element, RegistryAddress address) {
        String protocol = element.textOrNull("protocol");
        if (!address.kind().isEmpty()) {
            return address.kind();
        }
        return protocol == null ? UNSAID : protocol;
    }

    boolean isThere(String kind) {
        return there.contains(kind);
    }

    /** That an element with such an address is used. */
    ConfigProblem error(CheckedElement element, String kind) {
        return ConfigErrors.registryNotThere(element.origin("address"), address(element), cure(kind));
    }

    /** That such an element is there; {@code consequence} says what follows from it. */
    ConfigProblem warning(CheckedElement element, String kind, String consequence) {
        return ConfigErrors.suspicious(
                element.origin("address"), address(element), consequence + ", for it " + cure(kind));
    }

    private static String address(CheckedElement element) {
        return String.valueOf(element.textOrNull("address"));
    }

    private String cure(String kind) {
        String module = MODULES.get(kind);
        String known = there.isEmpty() ? "none" : String.join(", ", there);
        return "needs a registry of the kind " + kind + ", which is not there; "
                + (module == null ? "there are: " + known : "add the module io.tern:" + module);
    }
}
