// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of one service in the registries, kept in step with what is wanted. Thread-safe.
 *
 * <p>Whoever changes what is wanted calls {@link #refresh} afterwards. One thread at a time looks at it and tells the
 * registries, without holding a lock: so they are told one thing after the other, and the last change is never overtaken by
 * an earlier one.
 */
public final class Listing {
    private static final Logger log = LoggerFactory.getLogger(Listing.class);

    private final BooleanSupplier wanted;
    private final Supplier<List<Entry>> source;
    private final Queue<Question> asking = new ArrayDeque<>(); // guarded by this
    private boolean busy; // guarded by this

    /** Made when they are first wanted; written by the thread that is busy, as the next three. */
    private volatile @Nullable List<Entry> entries;

    private volatile boolean published;
    private CompletableFuture<@Nullable Void> told = CompletableFuture.completedFuture(null);
    private CompletableFuture<@Nullable Void> toldWithCheck = CompletableFuture.completedFuture(null);

    /**
     * Somebody who waits.
     *
     * @param all for all registries, else for those with {@code check}
     */
    private record Question(CompletableFuture<@Nullable Void> answer, boolean all) {}

    /** What is written where. */
    record Entry(Registry registry, RegistrySettings settings, DubboUrl url) {}

    /**
     * Nothing is published before {@link #refresh}.
     *
     * @param wanted whether the entries are wanted now; quick
     * @param source makes the entries; asked until it succeeds once
     */
    Listing(BooleanSupplier wanted, Supplier<List<Entry>> source) {
        this.wanted = wanted;
        this.source = source;
    }

    /**
     * Looks at what is wanted and tells the registries if it has changed. Never blocks for their answers.
     *
     * @return completes when all registries have acknowledged what was wanted at this call or later, with an exception if
     *     the entries cannot be made, or if a registry refused one; it goes on trying
     */
    public CompletableFuture<@Nullable Void> refresh() {
        return refresh(new Question(new CompletableFuture<>(), true));
    }

    /** The same, but the answer does not wait for registries without {@code check}, which may be down. */
    public CompletableFuture<@Nullable Void> refreshWithCheck() {
        return refresh(new Question(new CompletableFuture<>(), false));
    }

    private CompletableFuture<@Nullable Void> refresh(Question question) {
        synchronized (this) {
            asking.add(question);
            if (busy) {
                return question.answer();
            }
            busy = true;
        }
        for (Question next = next(); next != null; next = next()) {
            answer(next);
        }
        return question.answer();
    }

    private synchronized @Nullable Question next() {
        Question next = asking.poll();
        busy = next != null;
        return next;
    }

    private void answer(Question question) {
        CompletableFuture<@Nullable Void> asked = question.answer();
        try {
            compare();
        } catch (Throwable e) {
            // An error too: it must not leave the listing busy for ever.
            log.error("A service cannot be published: {}", e.getMessage(), e instanceof RpcConfigException ? null : e);
            asked.completeExceptionally(e);
            return;
        }
        (question.all() ? told : toldWithCheck).whenComplete((nothing, error) -> {
            if (error == null) {
                asked.complete(null);
            } else {
                asked.completeExceptionally(error);
            }
        });
    }

    private void compare() {
        boolean want = wanted.getAsBoolean();
        if (want == published) {
            return;
        }
        List<Entry> all = entries;
        if (all == null) {
            all = List.copyOf(source.get());
            entries = all;
        }
        published = want;
        List<CompletableFuture<@Nullable Void>> answers = new ArrayList<>();
        List<CompletableFuture<@Nullable Void>> withCheck = new ArrayList<>();
        for (Entry entry : all) {
            CompletableFuture<@Nullable Void> answer = tell(entry, want);
            answers.add(answer);
            if (entry.settings().check()) {
                withCheck.add(answer);
            }
        }
        told = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        toldWithCheck = CompletableFuture.allOf(withCheck.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<@Nullable Void> tell(Entry entry, boolean publish) {
        CompletableFuture<@Nullable Void> answer;
        try {
            answer = publish
                    ? entry.registry().register(entry.url())
                    : entry.registry().unregister(entry.url());
        } catch (Throwable e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.whenComplete((nothing, error) -> {
            if (error != null) {
                log.warn(
                        "{} could not be {} {} yet, which goes on trying: {}",
                        entry.url(),
                        publish ? "published in" : "taken out of",
                        entry.settings(),
                        SafeText.of(error.toString()));
            } else {
                log.debug("{} was {} {}", entry.url(), publish ? "published in" : "taken out of", entry.settings());
            }
        });
    }

    /** Whether registries have been told to have it, and not to forget it. */
    public boolean isPublished() {
        return published && wasPublished();
    }

    /** Whether consumers can have found it in a registry, now or earlier. */
    public boolean wasPublished() {
        List<Entry> all = entries;
        return all != null && !all.isEmpty();
    }
}
