// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chains of a reference's methods. Those whose settings a provider or a rule changes are linked anew; the others stay. */
final class ReferenceLinks {
    private static final Logger log = LoggerFactory.getLogger(ReferenceLinks.class);

    private final List<MethodDescriptor> methods;
    private final List<CallSite> sites;
    private final Linker linker;
    private ReferenceSettings linked; // guarded by this

    /** Links one method. */
    @FunctionalInterface
    interface Linker {
        Invoker link(MethodDescriptor method, MethodSettings settings, String cluster);
    }

    /** {@code sites} are linked by {@code linker} with these settings. */
    ReferenceLinks(List<MethodDescriptor> methods, List<CallSite> sites, ReferenceSettings settings, Linker linker) {
        this.methods = methods;
        this.sites = sites;
        this.linked = settings;
        this.linker = linker;
    }

    /** Lets calls run by these settings. */
    @SuppressWarnings("ReferenceEquality") // same words, same object: as a rule nothing is to be compared
    synchronized void relink(ReferenceSettings effective) {
        if (effective == linked) {
            return;
        }
        ReferenceSettings before = linked;
        linked = effective;
        boolean otherCluster = !effective.cluster().equals(before.cluster());
        for (int i = 0; i < sites.size(); i++) {
            MethodDescriptor method = methods.get(i);
            MethodSettings settings = ReferenceMethods.settings(effective, method);
            if (otherCluster || !settings.equals(ReferenceMethods.settings(before, method))) {
                relink(sites.get(i), method, settings, effective.cluster());
            }
        }
    }

    private void relink(CallSite site, MethodDescriptor method, MethodSettings settings, String cluster) {
        try {
            site.relink(settings, linker.link(method, settings, cluster));
        } catch (RpcConfigException e) {
            log.warn("{} keeps its settings, since those of its providers do not fit: {}", method, e.getMessage());
        }
    }
}
