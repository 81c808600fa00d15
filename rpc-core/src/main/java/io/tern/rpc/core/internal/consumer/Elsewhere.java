// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import org.jspecify.annotations.Nullable;

/** Where calls go that the provider they had chosen cannot take any more. None of them has left this process. */
interface Elsewhere {
    /** The call's outcome now that its provider was taken away. */
    ResponseFuture<@Nullable Object> instead(Invocation call);

    /** A provider that is available and may get the call; null if there is none. */
    @Nullable
    EndpointInvoker available(Invocation call);
}
