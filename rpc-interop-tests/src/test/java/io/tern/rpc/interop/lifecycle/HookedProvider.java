// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.fixture.LocalTern;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that serves and never closes its instance: only the end of the process does. */
public final class HookedProvider {
    private HookedProvider() {}

    /** Serves {@link Slow} and prints its port, then each call that has begun. */
    public static void main(String[] arguments) throws InterruptedException {
        Tern tern = LocalTern.provider(protocol -> {});
        Slow slow = text -> {
            System.out.println("begun");
            awaitAtMost(1);
            return "served " + text;
        };
        ExportedService service = tern.export(Slow.class, slow, attributes -> {});
        System.out.println(LocalTern.address(service).getPort());
        awaitAtMost(60);
    }

    /** A service that takes its time. */
    @FunctionalInterface
    public interface Slow {
        /** Returns after about a second. */
        String serve(String text);
    }

    private static void awaitAtMost(long seconds) {
        try {
            if (new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody counts it down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
