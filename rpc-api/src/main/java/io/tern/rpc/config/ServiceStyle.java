// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service is to its consumers beyond its methods.
 *
 * @param scope where it is offered
 * @param generic {@code false} for an implementation of the interface, else the form of a {@link io.tern.rpc.GenericService}
 * @param callbacks most callback objects of one connection for each callback interface, 1 or more
 * @param listeners names of those who hear that the service was exported and that it ended
 * @param onConnect name of the interface's method that is called when a consumer has connected; null: none
 * @param onDisconnect the same for a consumer that is gone
 * @param executor id of the bean that runs this service's calls; null: the threads of its protocol
 * @param payloadLimitBytes largest request and reply body of this service, as far as its protocol takes it; 0: as its protocol
 */
public record ServiceStyle(
        Scope scope,
        String generic,
        int callbacks,
        List<String> listeners,
        @Nullable String onConnect,
        @Nullable String onDisconnect,
        @Nullable String executor,
        int payloadLimitBytes) {
    /** Of a service that says nothing about it. */
    public static final ServiceStyle PLAIN = new ServiceStyle(Scope.ANY, "false", 1, List.of(), null, null, null, 0);

    public ServiceStyle {
        listeners = List.copyOf(listeners);
    }

    /** The largest body on a port that takes such bodies, in bytes: the smaller limit of the two; 0 or less: none. */
    public int payloadLimitBytes(ServerSettings port) {
        int ofPort = port.payloadLimitBytes();
        if (payloadLimitBytes <= 0) {
            return ofPort;
        }
        return ofPort <= 0 ? payloadLimitBytes : Math.min(payloadLimitBytes, ofPort);
    }

    /** Whether the implementation is a {@link io.tern.rpc.GenericService}. */
    public boolean isGeneric() {
        return !generic.equals("false");
    }
}
