// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.ResponseFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call in flight that a test ends by hand. */
final class PendingFuture extends ResponseFuture<@Nullable Object> {
    final InetSocketAddress remote;

    PendingFuture(String host) {
        this.remote = InetSocketAddress.createUnresolved(host, 20_880);
    }

    PendingFuture() {
        this("10.0.0.99");
    }

    @Override
    public Map<String, Object> attachments() {
        return Map.of("trace", remote.getHostString());
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public Duration elapsed() {
        return Duration.ofMillis(7);
    }

    @Override
    public @Nullable Object await() {
        throw new AssertionError("Nobody awaits an asynchronous call");
    }
}
