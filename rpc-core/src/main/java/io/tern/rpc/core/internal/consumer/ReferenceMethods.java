// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.EchoService;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;

/** What can be called on a reference, and how. */
public final class ReferenceMethods {
    private ReferenceMethods() {}

    /** The service's methods and {@code $echo}. */
    static List<MethodDescriptor> of(ReferenceSettings settings) {
        List<MethodDescriptor> methods = new ArrayList<>(MethodDescriptor.of(settings.serviceInterface()));
        methods.add(MethodDescriptor.echo(methods.size(), settings.serviceInterface()));
        return List.copyOf(methods);
    }

    /** Those that are called as themselves; the others only name the method that is called. */
    static List<MethodDescriptor> withOwnSite(ReferenceSettings settings, List<MethodDescriptor> methods) {
        return settings.style().isGeneric()
                ? methods.stream().filter(method -> !GenericCalls.names(method)).toList()
                : methods;
    }

    /** By what the method may be called: its own settings, or those of each method that it may name. */
    public static List<MethodSettings> allSettings(ReferenceSettings settings, MethodDescriptor method) {
        if (!settings.style().isGeneric() || isEcho(method)) {
            return List.of(settings(settings, method));
        }
        List<MethodSettings> all = new ArrayList<>(settings.methods().values());
        all.add(settings.defaults());
        return all;
    }

    /** Who tests a provider with {@code $echo} wants the answer, however the reference's own methods are called. */
    static MethodSettings settings(ReferenceSettings settings, MethodDescriptor method) {
        MethodSettings own = settings.method(method.name());
        if (!isEcho(method) || settings.methods().containsKey(method.name())) {
            return own;
        }
        return new MethodSettings(
                method.name(),
                own.timeoutMillis(),
                own.retries(),
                false,
                false,
                own.sent(),
                0,
                own.loadBalance(),
                own.sticky(),
                own.mock(),
                own.merger(),
                own.forks(),
                own.failbackTasks(),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                own.parameters(),
                own.origins());
    }

    /** Whether it is {@code $echo}, which every reference has. */
    public static boolean isEcho(MethodDescriptor method) {
        return method.method().getDeclaringClass() == EchoService.class;
    }
}
