// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import io.tern.rpc.interop.fixture.LocalTern;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs on the provider what the test has written. */
final class Steps implements StepService {
    private final Map<String, Callable<@Nullable String>> steps = new ConcurrentHashMap<>();

    Steps on(String step, Callable<@Nullable String> action) {
        steps.put(step, action);
        return this;
    }

    @Override
    public @Nullable String run(String step) {
        Callable<@Nullable String> action = steps.get(step);
        if (action == null) {
            throw new IllegalArgumentException("The test has no step of this name");
        }
        try {
            return action.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int take(String step, byte[] load) {
        run(step);
        return load.length;
    }

    @Override
    public CompletableFuture<String> runLater(String step) {
        return CompletableFuture.supplyAsync(() -> String.valueOf(run(step)), LocalTern.threads());
    }
}
