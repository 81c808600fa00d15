// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The services of one port, by the names that requests give them. Readers take an immutable snapshot; only the first one
 * after a change locks, to make it.
 *
 * <p>A head tells path (or interface) and version; the group comes with the attachments, behind the arguments. So a head
 * leads to the first service that fits, which is enough to know the types, and the attachments then decide which it is.
 */
final class ServiceTable {
    private static final int NAMED_IN_MESSAGE = 5;

    private final Map<ServiceKey, ServiceEntry> entries = new LinkedHashMap<>(); // by path, guarded by this
    /** Null from a change until somebody asks: a thousand services that are exported in a row make one snapshot. */
    private volatile @Nullable Snapshot snapshot;

    /**
     * Both maps hold paths and interface names in {@link ServiceKey#interfaceName()}; a path beats an interface name.
     *
     * @param watching those that hear of connections
     */
    record Snapshot(
            Map<ServiceKey, ServiceEntry> exact,
            Map<ServiceKey, List<ServiceEntry>> byHead,
            List<ServiceEntry> watching) {
        private boolean has(ServiceEntry entry) {
            return exact.get(key(entry, entry.settings().path())) == entry;
        }
    }

    synchronized void add(ServiceEntry entry) {
        ServiceKey key = key(entry, entry.settings().path());
        ServiceEntry other = entries.putIfAbsent(key, entry);
        if (other != null) {
            throw new RpcConfigException(List.of("service "
                    + entry.settings().id() + ": '"
                    + key + "' is exported on this port already, by service "
                    + other.settings().id() + " (expected: another group, version or path for one of them)"));
        }
        snapshot = null;
    }

    synchronized void remove(ServiceEntry entry) {
        entries.remove(key(entry, entry.settings().path()), entry);
        snapshot = null;
        entry.withdraw();
    }

    private synchronized Snapshot makeSnapshot() {
        Snapshot known = snapshot;
        if (known != null) {
            return known;
        }
        Map<ServiceKey, ServiceEntry> exact = new HashMap<>();
        Map<ServiceKey, List<ServiceEntry>> byHead = new HashMap<>();
        for (ServiceEntry entry : entries.values()) {
            put(entry, entry.settings().path(), exact, byHead);
        }
        for (ServiceEntry entry : entries.values()) {
            String name = entry.settings().service().interfaceName();
            if (!name.equals(entry.settings().path())) {
                put(entry, name, exact, byHead);
            }
        }
        Snapshot made = new Snapshot(
                exact,
                byHead,
                entries.values().stream()
                        .filter(ServiceEntry::watchesConnections)
                        .toList());
        snapshot = made;
        return made;
    }

    private static void put(
            ServiceEntry entry,
            String name,
            Map<ServiceKey, ServiceEntry> exact,
            Map<ServiceKey, List<ServiceEntry>> byHead) {
        exact.putIfAbsent(key(entry, name), entry);
        List<ServiceEntry> same = byHead.computeIfAbsent(
                new ServiceKey(null, name, entry.settings().service().version()), k -> new ArrayList<>());
        same.add(entry);
        if (same.size() > 1) {
            same.forEach(ServiceEntry::sharesHead);
        }
    }

    private static ServiceKey key(ServiceEntry entry, String name) {
        ServiceKey service = entry.settings().service();
        return new ServiceKey(service.group(), name, service.version());
    }

    /** The services as they are now. */
    Snapshot snapshot() {
        Snapshot known = snapshot;
        return known == null ? makeSnapshot() : known;
    }

    @Nullable
    RequestTarget find(RequestHead head) {
        ServiceMethod first = first(head);
        return first == null ? null : new HeadTarget(this, head, first);
    }

    @Nullable
    ServiceMethod first(RequestHead head) {
        if (head.path() == null || head.method() == null || head.descriptor() == null) {
            return null;
        }
        for (ServiceEntry entry : same(head)) {
            ServiceMethod method = entry.method(head.method(), head.descriptor());
            if (method != null) {
                return method;
            }
        }
        return null;
    }

    /** The largest that a service with this head takes, if each of them has a limit of its own; else 0. */
    int payloadLimitBytes(RequestHead head) {
        int largest = 0;
        for (ServiceEntry entry : same(head)) {
            int limitBytes = entry.payloadLimitBytes();
            if (limitBytes == 0) {
                return 0;
            }
            largest = Math.max(largest, limitBytes);
        }
        return largest;
    }

    /** Those that differ in the group at most. */
    private List<ServiceEntry> same(RequestHead head) {
        return head.path() == null
                ? List.of()
                : snapshot().byHead().getOrDefault(new ServiceKey(null, head.path(), head.version()), List.of());
    }

    /**
     * The method that the whole request means.
     *
     * @param services as they were when the request was taken over: it is served though its service may be withdrawn by now
     * @param found what its head means, and what its arguments were decoded for
     * @return null if there is no such service, or it would need other arguments
     */
    static @Nullable ServiceMethod locate(
            Snapshot services, ServiceMethod found, RequestHead head, Map<String, Object> attachments) {
        if ((!found.entry().isWithdrawn() || services.has(found.entry()))
                && found.entry()
                        .isMeantBy(
                                path(head, attachments),
                                version(head, attachments),
                                ReservedKeys.text(attachments, ReservedKeys.GROUP))) {
            return found;
        }
        ServiceEntry entry = services.exact().get(meant(head, attachments));
        ServiceMethod method = entry == null
                ? null
                : entry.method(found.descriptor().name(), found.descriptor().parameterDescriptor());
        // Equal names are not enough: two interfaces may come from two class loaders.
        return method == null
                        || !method.descriptor()
                                .parameterTypes()
                                .equals(found.descriptor().parameterTypes())
                ? null
                : method;
    }

    private static ServiceKey meant(RequestHead head, Map<String, Object> attachments) {
        return new ServiceKey(
                ReservedKeys.text(attachments, ReservedKeys.GROUP),
                path(head, attachments),
                version(head, attachments));
    }

    private static String path(RequestHead head, Map<String, Object> attachments) {
        String path = ReservedKeys.text(attachments, ReservedKeys.PATH);
        String name = path == null || path.isEmpty() ? head.path() : path;
        return name == null ? "" : name;
    }

    private static @Nullable String version(RequestHead head, Map<String, Object> attachments) {
        return attachments.containsKey(ReservedKeys.VERSION)
                ? ReservedKeys.text(attachments, ReservedKeys.VERSION)
                : head.version();
    }

    /** What to tell a consumer whose service or method is not here. */
    String notFound(RequestHead head, Map<String, Object> attachments) {
        ServiceKey meant = meant(head, attachments);
        List<ServiceEntry> same;
        synchronized (this) {
            same = entries.values().stream()
                    .filter(entry -> entry.settings().path().equals(meant.interfaceName())
                            || entry.settings().service().interfaceName().equals(meant.interfaceName()))
                    .toList();
        }
        String wanted = SafeText.of(meant.toString()) + "#" + SafeText.of(head.method()) + "("
                + SafeText.of(head.descriptor()) + ")";
        if (same.isEmpty()) {
            return "No such service at this provider: " + wanted + "; check interface, path and port";
        }
        ServiceEntry exact = snapshot().exact().get(meant);
        if (GenericDispatch.isGeneric(head.method())
                && (exact == null ? same : List.of(exact)).stream().noneMatch(GenericDispatch::serves)) {
            return GenericDispatch.off(wanted);
        }
        return "No such service or method at this provider: " + wanted + "; exported here: "
                + same.stream()
                        .limit(NAMED_IN_MESSAGE)
                        .map(entry -> key(entry, entry.settings().path()).toString())
                        .collect(Collectors.joining(", "))
                + (same.size() > NAMED_IN_MESSAGE ? ", …" : "")
                + "; check version, group and the version of the interface's jar";
    }

    /** Null for the ways in which a group can be absent. */
    static @Nullable String normal(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    static @Nullable String normalVersion(@Nullable String version) {
        return ServiceKey.NO_VERSION.equals(version) ? null : normal(version);
    }
}
