// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.Scope;
import io.tern.rpc.config.ServiceSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which services of one Tern instance can be called inside the process, and which will be: those with a delay are declared
 * long before they are exported. Thread-safe.
 */
public final class LocalServices {
    /** By interface, since an instance can have a thousand services and as many references. Guarded by this. */
    private final Map<String, OfInterface> byInterface = new HashMap<>();

    private static final class OfInterface {
        private final List<ServiceSettings> declared = new ArrayList<>();
        private final List<LocalService> exported = new ArrayList<>();
        private final List<Runnable> watches = new ArrayList<>();
    }

    /** Whether a service is offered inside the process at all. */
    public static boolean isOffered(ServiceSettings service) {
        return service.export() && service.style().scope() != Scope.REMOTE;
    }

    /** Takes note of a service that will be exported. */
    public synchronized void declare(ServiceSettings service) {
        if (isOffered(service)) {
            of(service.service()).declared.add(service);
        }
    }

    /** It will not be exported any more. */
    public synchronized void forget(ServiceSettings service) {
        of(service.service()).declared.removeIf(declared -> declared.id().equals(service.id()));
    }

    /** From now on calls find the service. */
    public void add(LocalService service) {
        change(service.service(), of -> of.exported.add(service));
    }

    /** From now on no call finds it; those that have found it may still come. */
    public void remove(LocalService service) {
        change(service.service(), of -> of.exported.remove(service));
    }

    private interface Change {
        void of(OfInterface services);
    }

    private void change(ServiceKey service, Change change) {
        List<Runnable> told;
        synchronized (this) {
            OfInterface services = of(service);
            change.of(services);
            told = List.copyOf(services.watches);
        }
        told.forEach(Runnable::run);
    }

    private OfInterface of(ServiceKey service) {
        return byInterface.computeIfAbsent(service.interfaceName(), name -> new OfInterface());
    }

    /** {@code changed} runs whenever another service of this interface is there, or one is gone; it asks {@link #find}. */
    public synchronized void watch(ServiceKey wanted, Runnable changed) {
        of(wanted).watches.add(changed);
    }

    /** Ends a {@link #watch}. */
    public synchronized void unwatch(ServiceKey wanted, Runnable changed) {
        of(wanted).watches.remove(changed);
    }

    /** The services that are exported now and wanted; group and version can be wildcards. */
    public synchronized List<LocalService> find(ServiceKey wanted) {
        return of(wanted).exported.stream()
                .filter(service -> matches(wanted, service.service()))
                .toList();
    }

    /** Whether one that is wanted was declared, exported or not. */
    public synchronized boolean isDeclared(ServiceKey wanted) {
        return of(wanted).declared.stream().anyMatch(service -> matches(wanted, service.service()));
    }

    /** The rule of registries, for services of one interface. */
    public static boolean matches(ServiceKey wanted, ServiceKey offered) {
        return matches(wanted.group(), offered.group(), true) && matches(wanted.version(), offered.version(), false);
    }

    private static boolean matches(@Nullable String wanted, @Nullable String offered, boolean list) {
        if (wanted == null) {
            return offered == null;
        }
        if (wanted.equals("*") || wanted.equals(offered)) {
            return true;
        }
        return list
                && offered != null
                && List.of(wanted.trim().split("\\s*,\\s*", -1)).contains(offered);
    }
}
