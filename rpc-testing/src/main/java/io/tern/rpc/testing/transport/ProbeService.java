// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.transport;

import io.tern.rpc.spi.MethodDescriptor;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The service that the transport suites call; what it does is scripted in {@link ScriptedProvider}. */
public interface ProbeService {
    @Nullable
    String echo(@Nullable String text);

    int add(int one, int other);

    void fire(String text);

    byte[] blob(int size);

    @Nullable
    Object anything(@Nullable Object value);

    CompletableFuture<String> later(String text);

    /** The descriptor of one of the methods above. */
    static MethodDescriptor method(String name) {
        return MethodDescriptor.of(ProbeService.class).stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }
}
