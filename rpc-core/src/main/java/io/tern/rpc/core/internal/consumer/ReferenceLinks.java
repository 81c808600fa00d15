// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chains of a reference's methods. Those whose settings a provider or a rule changes are linked anew; the others stay. */
final class ReferenceLinks {
    private static final Logger log = LoggerFactory.getLogger(ReferenceLinks.class);

    private final List<MethodDescriptor> methods;
    private final List<CallSite> sites;
    private final Linker linker;
    private final BiFunction<ReferenceSettings, MethodDescriptor, MethodSettings> choice;
    private final List<Linked> linked = new ArrayList<>(); // guarded by this
    private ReferenceSettings asked; // guarded by this

    /** What a method's calls run by. */
    private record Linked(MethodSettings settings, String cluster) {}

    /** Links one method. */
    @FunctionalInterface
    interface Linker {
        Invoker link(MethodDescriptor method, MethodSettings settings, String cluster);
    }

    /** {@code sites} are linked by {@code linker} with those settings of the reference that {@code choice} takes. */
    ReferenceLinks(
            List<MethodDescriptor> methods,
            List<CallSite> sites,
            ReferenceSettings settings,
            Linker linker,
            BiFunction<ReferenceSettings, MethodDescriptor, MethodSettings> choice) {
        this.methods = methods;
        this.sites = sites;
        this.linker = linker;
        this.choice = choice;
        this.asked = settings;
        for (MethodDescriptor method : methods) {
            linked.add(new Linked(choice.apply(settings, method), settings.cluster()));
        }
    }

    /** Lets calls run by these settings. */
    @SuppressWarnings("ReferenceEquality") // same words, same object: as a rule nothing is to be compared
    synchronized void relink(ReferenceSettings effective) {
        if (effective == asked) {
            return;
        }
        boolean complete = true;
        for (int i = 0; i < sites.size(); i++) {
            MethodDescriptor method = methods.get(i);
            Linked next = new Linked(choice.apply(effective, method), effective.cluster());
            if (!next.equals(linked.get(i))) {
                if (relink(sites.get(i), method, next)) {
                    linked.set(i, next);
                } else {
                    complete = false;
                }
            }
        }
        if (complete) {
            asked = effective;
        }
    }

    /** False if that is to be tried again with the next change. */
    private boolean relink(CallSite site, MethodDescriptor method, Linked next) {
        try {
            site.relink(next.settings(), linker.link(method, next.settings(), next.cluster()));
            return true;
        } catch (RpcConfigException e) {
            log.warn("{} keeps its settings, since those of its providers do not fit: {}", method, e.getMessage());
            return true;
        } catch (RuntimeException | LinkageError e) {
            // A cluster or a balancer can be the user's. The other methods are linked all the same.
            log.warn("{} keeps its settings, since linking it with those of its providers failed", method, e);
            return false;
        }
    }
}
