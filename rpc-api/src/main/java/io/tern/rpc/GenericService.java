// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls a service by method name and type names, without its interface class. */
public interface GenericService {
    /**
     * Calls one method.
     *
     * @param method the method's name
     * @param parameterTypes Java type names such as {@code int} or {@code java.lang.String[]}; null if the name is unique
     * @param arguments simple values, lists, and maps in place of beans
     * @return the result in the same form
     * @throws GenericException when the method threw
     */
    @Nullable
    Object $invoke(String method, String @Nullable [] parameterTypes, @Nullable Object @Nullable [] arguments);

    /** As {@link #$invoke}, without waiting. */
    default CompletableFuture<@Nullable Object> $invokeAsync(
            String method, String @Nullable [] parameterTypes, @Nullable Object @Nullable [] arguments) {
        try {
            return CompletableFuture.completedFuture($invoke(method, parameterTypes, arguments));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
