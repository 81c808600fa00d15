// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reference is to its users beyond a way to a provider.
 *
 * @param scope where its providers are
 * @param generic {@code false} for calls through the interface, else the form of generic calls: {@code true}, {@code bean} or
 *     {@code raw.return}
 * @param stub name of the class that wraps the proxy; null if none does
 * @param callbacks most callback objects of one connection for each callback interface, 1 or more
 * @param listeners names of those who hear that the reference was made and that it ended
 * @param onConnect name of the interface's method that is called when a connection was opened; null: none
 * @param onDisconnect the same for a connection that was closed
 * @param routers names of the routers that narrow its providers, in order
 * @param sharedConnections connections to one provider that references share, 1 or more
 */
public record ReferenceStyle(
        Scope scope,
        String generic,
        @Nullable String stub,
        int callbacks,
        List<String> listeners,
        @Nullable String onConnect,
        @Nullable String onDisconnect,
        List<String> routers,
        int sharedConnections) {
    /** Of a reference that says nothing about it. */
    public static final ReferenceStyle PLAIN =
            new ReferenceStyle(Scope.ANY, "false", null, 1, List.of(), null, null, List.of(), 1);

    public ReferenceStyle {
        listeners = List.copyOf(listeners);
        routers = List.copyOf(routers);
    }

    /** Whether calls go through {@link io.tern.rpc.GenericService} instead of the interface. */
    public boolean isGeneric() {
        return !generic.equals("false");
    }
}
