// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.IncomingCall;
import org.jspecify.annotations.Nullable;

/** Turns callback arguments of requests for one method into objects that can be called. Thread-safe. */
@FunctionalInterface
public interface CallbackReceiver {
    /**
     * Puts these objects among the arguments of a decoded request.
     *
     * @return null, or a text for the consumer if the method must not be called
     */
    @Nullable
    String receive(IncomingCall call);

    /** Makes receivers. */
    @FunctionalInterface
    interface Factory {
        /** Nobody has callback arguments. */
        Factory NONE = (service, method) -> null;

        /** The receiver for a method; null if it has no callback arguments, as is usual. */
        @Nullable
        CallbackReceiver of(ServiceSettings service, MethodDescriptor method);
    }
}
