// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.PreparedCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends the calls of a reference some of whose methods have callback arguments. Thread-safe. */
@FunctionalInterface
public interface CallbackSender {
    /** As {@link Connection#send}, with callback arguments left with the connection. */
    ResponseFuture<@Nullable Object> send(Connection connection, Invocation call, PreparedCall prepared);

    /** Makes senders. */
    @FunctionalInterface
    interface Factory {
        /** Nobody has callback arguments. */
        Factory NONE = (reference, methods, service) -> null;

        /**
         * The sender for calls to one provider; null if no method has callback arguments, as is usual.
         *
         * @param reference its settings, with those of the provider merged
         * @param service the provider's
         */
        @Nullable
        CallbackSender of(ReferenceSettings reference, List<MethodDescriptor> methods, ServiceKey service);
    }
}
