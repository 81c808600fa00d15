// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.FakeTicker;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final FakeTicker ticker = new FakeTicker();

    @Test
    void theOneThatWasNotAskedForLongestMakesRoom() {
        Results results = new Results(2, 0, ticker);
        results.keep("a", 1);
        results.keep("b", 2);
        assertThat(results.find("a")).isEqualTo(1);
        results.keep("c", 3);

        assertThat(results.find("b")).isNull();
        assertThat(results.find("a")).isEqualTo(1);
        assertThat(results.find("c")).isEqualTo(3);
    }

    @Test
    void aResultCountsForItsTime() {
        Results results = new Results(2, TimeUnit.SECONDS.toNanos(3), ticker);
        results.keep("a", 1);
        ticker.advanceMillis(2_999);
        assertThat(results.find("a")).isEqualTo(1);
        ticker.advanceMillis(1);
        assertThat(results.find("a")).isNull();

        results.keep("a", 2);
        ticker.advanceMillis(2_000);
        assertThat(results.find("a")).isEqualTo(2);
    }

    @Test
    void withoutATimeAResultCountsForEver() {
        Results results = new Results(1, 0, ticker);
        results.keep("a", 1);
        ticker.advanceMillis(TimeUnit.DAYS.toMillis(1_000));
        assertThat(results.find("a")).isEqualTo(1);
    }

    @Test
    void manyThreadsNeverMakeItLargerThanItMayBe() throws Exception {
        Results results = new Results(10, 0, ticker);
        CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 10_000; i++) {
                    int key = ThreadLocalRandom.current().nextInt(50);
                    Object found = results.find(key);
                    assertThat(found).isIn(null, key);
                    results.keep(key, key);
                }
            });
        }
        CompletableFuture.allOf(threads).get(30, TimeUnit.SECONDS);
        int left = 0;
        for (int key = 0; key < 50; key++) {
            left += results.find(key) == null ? 0 : 1;
        }
        assertThat(left).isEqualTo(10);
    }

    @Test
    void eachThreadHasItsOwnAndTheyGoWithIt() throws Exception {
        ThreadResults results = new ThreadResults(() -> new Results(10, 0, ticker));
        results.get().keep("a", 1);
        WeakReference<Results> ofOther = ofAnotherThread(results);

        assertThat(results.get().find("a")).isEqualTo(1);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            results.get();
            return ofOther.refersTo(null);
        });
    }

    private static WeakReference<Results> ofAnotherThread(ThreadResults results) throws InterruptedException {
        Results[] found = new Results[1];
        Thread thread = new Thread(() -> found[0] = results.get());
        thread.start();
        thread.join();
        assertThat(found[0].find("a")).isNull();
        assertThat(found[0]).isNotSameAs(results.get());
        return new WeakReference<>(found[0]);
    }
}
