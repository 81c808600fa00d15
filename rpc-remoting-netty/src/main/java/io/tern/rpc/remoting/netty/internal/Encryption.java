// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.remoting.netty.spi.TlsContext;
import io.tern.rpc.remoting.netty.spi.TlsProvider;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the connections of one transport use, read when the first of them needs them and looked at again as long as
 * the transport lives. Its methods block while files are read; not on an event loop. Thread-safe.
 */
final class Encryption {
    private static final long REFRESH_SECONDS = 5;

    private final NettyResources resources;
    private final Map<Use, TlsContext> contexts = new HashMap<>(); // guarded by this
    private boolean refreshing; // guarded by this

    private record Use(boolean server, TlsSettings settings) {}

    Encryption(NettyResources resources) {
        this.resources = resources;
    }

    /** For a port. Throws with what is missing or wrong. */
    TlsContext server(TlsSettings settings) throws IOException {
        return context(new Use(true, settings));
    }

    /** For connections to providers. Throws with what is missing or wrong. */
    TlsContext client(TlsSettings settings) throws IOException {
        return context(new Use(false, settings));
    }

    private synchronized TlsContext context(Use use) throws IOException {
        TlsContext known = contexts.get(use);
        if (known != null) {
            return known;
        }
        TlsProvider provider = provider();
        if (provider == null) {
            throw new LinkFailure(
                    "connections shall be encrypted (ssl-enabled), and nothing on the class path can do that;"
                            + " add the module io.tern:rpc-remoting-tls");
        }
        TlsContext made = use.server() ? provider.server(use.settings()) : provider.client(use.settings());
        contexts.put(use, made);
        if (!refreshing) {
            refreshing = true;
            refreshLater();
        }
        return made;
    }

    private static @Nullable TlsProvider provider() throws LinkFailure {
        for (ClassLoader loader : new @Nullable ClassLoader[] {
            Thread.currentThread().getContextClassLoader(), Encryption.class.getClassLoader()
        }) {
            try {
                for (TlsProvider found : ServiceLoader.load(TlsProvider.class, loader)) {
                    return found;
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                // An attempt to connect must end with it, on whichever thread it is made.
                throw new LinkFailure("the module that encrypts connections cannot be loaded: " + e);
            }
        }
        return null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
    private void refreshLater() {
        try {
            resources.nextLoop().schedule(this::startRefresh, REFRESH_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException | IllegalStateException closing) {
            // Nobody connects any more.
        }
    }

    private void startRefresh() {
        try {
            resources.runSpare(this::refresh);
        } catch (RejectedExecutionException closing) {
            // Nobody connects any more.
        }
    }

    private void refresh() {
        List<TlsContext> all;
        synchronized (this) {
            all = List.copyOf(contexts.values());
        }
        try {
            all.forEach(TlsContext::refresh);
        } finally {
            refreshLater();
        }
    }
}
