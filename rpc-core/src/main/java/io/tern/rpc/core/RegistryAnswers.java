// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.ServiceSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What registries answer to those who change their entries. */
final class RegistryAnswers {
    private static final Logger log = LoggerFactory.getLogger(RegistryAnswers.class);

    private RegistryAnswers() {}

    /** Waits for registries; their refusals are logged where they are told, and they go on trying. */
    static void await(List<CompletableFuture<@Nullable Void>> answers, long limitMillis) {
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        try {
            all.get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.debug("Going on before all registries have answered");
        } catch (ExecutionException e) {
            log.debug("A registry refused an entry", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for those with {@code check}, as long as the most patient of them.
     *
     * @throws RpcConfigException if an entry cannot be made
     */
    static void awaitChecked(List<CompletableFuture<@Nullable Void>> answers, List<ServiceSettings> services) {
        int patience = services.stream()
                .flatMap(service -> service.registries().stream())
                .filter(RegistrySettings::check)
                .mapToInt(RegistrySettings::timeoutMillis)
                .max()
                .orElse(0);
        await(answers, patience);
        answers.forEach(RegistryAnswers::throwIfMistaken);
    }

    /** An entry that cannot be made is the user's mistake. */
    private static void throwIfMistaken(CompletableFuture<@Nullable Void> answer) {
        try {
            answer.getNow(null);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RpcConfigException mistake) {
                throw mistake;
            }
        }
    }
}
