// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.GenericService;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.RpcContext;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.core.internal.value.DescribedValues;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a generic reference: for each method that is called by its name, sites with the settings of that method, made
 * with the first such call. Thread-safe.
 */
final class GenericCalls {
    /** Names may come from users of the application; beyond so many, those without settings of their own share one. */
    private static final int MOST_NAMES = 1_000;
    /** Stands for those: no method has this name. */
    private static final String OTHERS = "*";
    /** The form in which arguments are described. */
    private static final String BEAN = "bean";

    private final List<MethodDescriptor> methods;
    private final ReferenceLinks.Linker linker;
    private final Ticker ticker;
    private final @Nullable DescribedValues described;
    private final Map<String, Named> byName = new ConcurrentHashMap<>();
    /** Written under the lock. */
    private volatile ReferenceSettings effective;

    /** What a name leads to: a site for each way to call, by its index. */
    private record Named(List<CallSite> sites, ReferenceLinks links) {}

    /** {@code methods} are those of {@link GenericService}, by their index. */
    GenericCalls(
            List<MethodDescriptor> methods, ReferenceSettings settings, ReferenceLinks.Linker linker, Ticker ticker) {
        this.methods = methods;
        this.effective = settings;
        this.linker = linker;
        this.ticker = ticker;
        this.described = settings.style().generic().equals(BEAN) ? new DescribedValues() : null;
    }

    /** Whether the method is one of those that name the method that is called. */
    static boolean names(MethodDescriptor method) {
        return method.serviceInterface() == GenericService.class
                && method.method().getDeclaringClass() == GenericService.class;
    }

    /** The name of the method that is called; null if there is none. */
    static @Nullable String name(@Nullable Object[] arguments) {
        return arguments.length > 0 && arguments[0] instanceof String name && !name.isEmpty() ? name : null;
    }

    MethodCall of(MethodDescriptor method) {
        int index = method.index();
        MethodCall call = arguments -> {
            String name = name(arguments);
            if (name == null) {
                InternalRpcContext.beginCall(RpcContext.getContext());
                throw new IllegalArgumentException("A generic call needs the name of a method of "
                        + method.serviceInterface().getSimpleName());
            }
            Named known = byName.get(name);
            if (known == null) {
                known = isOther(name) ? byName.get(OTHERS) : null;
            }
            return (known == null ? named(name) : known).sites().get(index).call(arguments);
        };
        DescribedValues values = described;
        return values == null ? call : arguments -> call.call(described(values, arguments));
    }

    /** Whoever has an object may give it as it is; descriptors are sent as they are. */
    private static @Nullable Object[] described(DescribedValues values, @Nullable Object[] said) {
        int last = said.length - 1;
        if (last < 0 || !(said[last] instanceof Object[] arguments)) {
            return said;
        }
        @Nullable Object[] all = new @Nullable Object[arguments.length];
        for (int i = 0; i < all.length; i++) {
            try {
                all[i] = values.of(arguments[i]);
            } catch (IllegalArgumentException e) {
                InternalRpcContext.beginCall(RpcContext.getContext());
                throw new IllegalArgumentException(
                        "Argument " + i + " of a generic call has no description: " + e.getMessage(), e);
            }
        }
        @Nullable Object[] sent = said.clone();
        sent[last] = all;
        return sent;
    }

    /** Whether it shares with others what it is called by. Without the lock, as that may be said of every call. */
    private boolean isOther(String name) {
        return byName.size() >= MOST_NAMES && !effective.methods().containsKey(name);
    }

    private synchronized Named named(String name) {
        return isOther(name) ? made(OTHERS) : made(name);
    }

    private Named made(String name) {
        Named known = byName.get(name);
        if (known != null) {
            return known;
        }
        String service = effective.service().interfaceName();
        List<MethodDescriptor> own = new ArrayList<>();
        List<CallSite> sites = new ArrayList<>();
        for (MethodDescriptor method : methods) {
            MethodDescriptor named = method.named(method.index(), service, SafeText.of(name));
            own.add(named);
            sites.add(new CallSite(
                    effective.service(),
                    named,
                    effective.method(name),
                    linker.link(named, effective.method(name), effective.cluster()),
                    ticker));
        }
        Named made = new Named(
                List.copyOf(sites),
                new ReferenceLinks(own, sites, effective, linker, (settings, method) -> settings.method(name)));
        byName.put(name, made);
        return made;
    }

    /** Lets calls that come from now on run by these settings. */
    synchronized void relink(ReferenceSettings changed) {
        effective = changed;
        byName.values().forEach(named -> named.links().relink(changed));
    }
}
