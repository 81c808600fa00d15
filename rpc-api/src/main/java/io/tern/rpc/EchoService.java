// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** Implemented by every proxy: {@code ((EchoService) fooService).$echo("ping")} tests the whole way to a provider and back. */
public interface EchoService {
    /** Sends the value to a provider, which returns it without touching the service. */
    @Nullable
    Object $echo(@Nullable Object message);
}
