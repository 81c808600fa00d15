// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.RegistryListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A listener that keeps what it heard and waits for what it expects. Thread-safe. */
public final class Heard implements RegistryListener {
    /** The longest that anything may take: an entry that was deleted by hand has 30 seconds. */
    public static final int PATIENCE_SECONDS = 40;

    private static final List<String> NOTHING_YET = List.of("nothing yet");

    private final List<Report> reports = new ArrayList<>(); // guarded by this

    /** One call of the listener. */
    public record Report(Category category, List<String> entries) {}

    @Override
    public synchronized void changed(Category category, List<String> entries) {
        reports.add(new Report(category, List.copyOf(entries)));
        notifyAll();
    }

    /** All calls since the last {@link #forget}. */
    public synchronized List<Report> reports() {
        return List.copyOf(reports);
    }

    /** Only what comes from now on counts. */
    public synchronized void forget() {
        reports.clear();
    }

    /** Waits until the last report of a category is like this. */
    public synchronized void await(Category category, Predicate<List<String>> expected) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!expected.test(last(category))) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            assertThat(millis)
                    .as("milliseconds left to hear of %s; heard so far: %s", category, sizes())
                    .isPositive();
            wait(millis);
        }
    }

    /** Waits until a category's last report has exactly these entries, in any order. */
    public void awaitEntries(Category category, DubboUrl... entries) throws InterruptedException {
        await(category, texts -> areThere(texts, entries));
    }

    private static boolean areThere(List<String> texts, DubboUrl... entries) {
        return texts != NOTHING_YET
                && texts.size() == entries.length
                && List.of(entries).stream().allMatch(entry -> texts.stream().anyMatch(text -> isOf(entry, text)));
    }

    /** A store may add parameters of its own. */
    private static boolean isOf(DubboUrl entry, String text) {
        DubboUrl read = DubboUrl.parse(text);
        return read.protocol().equals(entry.protocol())
                && read.address().equals(entry.address())
                && read.path().equals(entry.path())
                && read.parameters().entrySet().containsAll(entry.parameters().entrySet());
    }

    private List<String> last(Category category) {
        for (int i = reports.size() - 1; i >= 0; i--) {
            if (reports.get(i).category() == category) {
                return reports.get(i).entries();
            }
        }
        return NOTHING_YET;
    }

    private List<String> sizes() {
        return reports.stream()
                .map(report -> report.category() + ":" + report.entries().size())
                .toList();
    }
}
