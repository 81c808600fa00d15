// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a call when it fails.
 *
 * @param method {@code interface#method(types)}; null outside a call
 * @param remote the peer; null if none was chosen
 * @param elapsed time from the start of the call
 * @param delivery whether the provider can have seen it
 */
public record CallFacts(
        @Nullable String method, @Nullable InetSocketAddress remote, Duration elapsed, RpcException.Delivery delivery) {
    /** Nothing is known, and nothing was sent. */
    public static final CallFacts NONE = new CallFacts(null, null, Duration.ZERO, RpcException.Delivery.NOT_SENT);
}
