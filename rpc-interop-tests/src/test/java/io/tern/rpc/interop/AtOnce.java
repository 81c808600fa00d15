// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * The same long check of several things, begun for all at once, since its processes wait most of the time; each test asks
 * for the outcome of one.
 *
 * @param <K> what is checked
 */
public final class AtOnce<K> {
    private static final long LONGEST_SECONDS = 110;

    /** One check. */
    @FunctionalInterface
    public interface Check<K> {
        void of(K subject) throws Exception;
    }

    private final Map<K, FutureTask<Void>> checks = new LinkedHashMap<>();

    private AtOnce() {}

    /** Begins the check of each subject on a thread of its own. */
    public static <K> AtOnce<K> begin(Collection<K> subjects, Check<K> check) {
        AtOnce<K> all = new AtOnce<>();
        for (K subject : subjects) {
            FutureTask<Void> task = new FutureTask<>(() -> {
                check.of(subject);
                return null;
            });
            all.checks.put(subject, task);
            Thread thread = new Thread(task, "check of " + subject);
            thread.setDaemon(true);
            thread.start();
        }
        return all;
    }

    /** Waits for the check of a subject, and throws what it threw. */
    public void holds(K subject) throws Exception {
        FutureTask<Void> check = checks.get(subject);
        if (check == null) {
            throw new IllegalArgumentException(subject + " is not among " + checks.keySet());
        }
        try {
            check.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
