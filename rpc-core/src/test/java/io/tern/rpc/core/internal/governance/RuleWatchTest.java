// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleWatchTest {
    private final List<Consumer<@Nullable String>> listeners = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private boolean outOfMemory;

    private String read(String text) {
        read.add(text);
        if (outOfMemory) {
            throw new OutOfMemoryError("of this moment");
        }
        return text;
    }

    @Test
    void aTextWhoseReadingBrokeOffIsReadAgain() {
        ConfigStore store = (group, key, listener) -> {
            listeners.add(listener::accept);
            return new Subscription() {
                @Override
                public CompletableFuture<@Nullable Void> reported() {
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public void close() {}
            };
        };
        RuleLog log = new RuleLog(Calls.CONSUMER, new RpcObserver() {}, new FakeTicker());
        try (RuleWatch<String> watch = new RuleWatch<>("key", "none", this::read, log, () -> {})) {
            watch.watch(List.of(store));
            Consumer<@Nullable String> told = listeners.get(0);
            outOfMemory = true;
            assertThatThrownBy(() -> told.accept("rule")).isInstanceOf(OutOfMemoryError.class);
            assertThat(watch.value()).isEqualTo("none");
            outOfMemory = false;
            told.accept("rule");
            told.accept("rule");
            assertThat(watch.value()).isEqualTo("rule");
            assertThat(read).hasSize(2);
        }
    }
}
