// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.FakeConnection;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.RegistryPlan;
import io.tern.rpc.core.internal.consumer.AssembledReference.EndpointState;
import io.tern.rpc.core.internal.directory.RegistryDirectory;
import io.tern.rpc.spi.registry.Category;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever a registry reports, in whatever order: the providers are those of the last list, and no connection is lost. */
class RegistryListPropertyTest {
    private static final String DEMO = DemoService.class.getName();

    /** One entry of a list: who, and what it says. */
    private record Word(int host, String extra) {
        String text() {
            return switch (extra) {
                case "garbage" -> "garbage" + host;
                case "tri" -> "tri://" + address() + "/" + DEMO + "?group=blue&version=1.2";
                case "other" -> "dubbo://" + address() + "/" + DEMO + "?group=green&version=1.2";
                default ->
                    "dubbo://" + address() + "/" + DEMO + "?group=blue&version=1.2&weight=" + extra + "&timestamp="
                            + extra;
            };
        }

        String address() {
            return "10.0.0." + host + ":20880";
        }

        boolean isProvider() {
            return Character.isDigit(extra.charAt(0));
        }
    }

    /** One list, and how much time passes after it. */
    private record Step(List<Word> words, boolean lose, int millis) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Word> word = Combinators.combine(
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.of("1", "2", "3")),
                                Tuple.of(1, Arbitraries.of("garbage", "tri", "other"))))
                .as(Word::new);
        Arbitrary<Step> step = Combinators.combine(
                        word.list().ofMaxSize(7),
                        Arbitraries.of(false, false, false, true),
                        Arbitraries.of(0, 0, 1_000, 30_000, 61_000))
                .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(12);
    }

    @Property(tries = 500)
    void providersAreThoseOfTheLastListAndEachHasOneConnection(@ForAll("steps") List<Step> steps) {
        try (Consumer consumer = new Consumer();
                LogCapture start = new LogCapture(AssembledReference.class);
                LogCapture warnings = new LogCapture(RegistryDirectory.class);
                LogCapture lines = LogCapture.of("io.tern.rpc.core.internal.directory.EntryReader")) {
            consumer.check = false;
            FakeRegistry registry = consumer.registry(new FakeRegistry("zk"), new RegistryPlan().settings("zk"));
            AssembledReference reference = consumer.assemble();
            assertThat(reference.start()).isCompleted();
            Map<String, Integer> dialled = new HashMap<>();
            long doubtEndNanos = consumer.ticker.nanos();
            for (Step step : steps) {
                List<Word> words = step.words();
                registry.set(
                        DEMO,
                        Category.PROVIDERS,
                        words.stream().map(Word::text).distinct().toArray(String[]::new));
                boolean empty = words.stream().noneMatch(Word::isProvider);
                boolean doubted = consumer.ticker.nanos() - doubtEndNanos < 0;
                if (!empty && doubted) {
                    assertThat(addresses(reference)).containsAll(model(words).keySet());
                    dialled.clear();
                } else if (!empty) {
                    check(consumer, reference, model(words), dialled);
                }
                if (empty) {
                    doubtEndNanos = consumer.ticker.nanos() + TimeUnit.SECONDS.toNanos(60);
                }
                if (step.lose()) {
                    consumer.transport.provider("10.0.0.1:20880").goDown("crashed");
                }
                consumer.ticker.advanceMillis(step.millis());
                if (empty && step.millis() > 60_000) {
                    check(consumer, reference, Map.of(), dialled);
                }
                consumer.transport.provider("10.0.0.1:20880").comeUp();
            }
            assertThat(start.lines()).hasSize(1);
            assertThat(warnings.lines()).hasSizeLessThanOrEqualTo(steps.size());
            assertThat(lines.lines()).hasSizeLessThanOrEqualTo(20 * steps.size());
            reference.close(0);
            assertThat(consumer.shared.size()).isZero();
            check(consumer, Map.of());
            assertThat(consumer.scheduler.waiting()).isZero();
        }
    }

    private static List<String> addresses(AssembledReference reference) {
        return reference.endpoints().stream().map(EndpointState::address).toList();
    }

    private static Map<String, Integer> model(List<Word> words) {
        Map<String, Integer> weights = new TreeMap<>();
        for (Word word : words) {
            if (word.isProvider()) {
                weights.merge(word.address(), Integer.parseInt(word.extra()), Math::max);
            }
        }
        return weights;
    }

    private static void check(
            Consumer consumer, AssembledReference reference, Map<String, Integer> model, Map<String, Integer> dialled) {
        Map<String, Integer> snapshot = new TreeMap<>();
        reference.endpoints().forEach(state -> snapshot.put(state.address(), state.weight()));
        assertThat(snapshot).isEqualTo(model);
        assertThat(reference.endpoints()).hasSameSizeAs(model.keySet());
        check(consumer, model);
        for (String address : all()) {
            int now = consumer.transport.provider(address).connections().stream()
                    .mapToInt(FakeConnection::connects)
                    .sum();
            Integer before = dialled.put(address, now);
            if (!model.containsKey(address) && before != null) {
                assertThat(now).as("dialled though it is gone: " + address).isEqualTo(before);
            }
        }
    }

    private static void check(Consumer consumer, Map<String, Integer> model) {
        for (String address : all()) {
            long open = consumer.transport.provider(address).connections().stream()
                    .filter(connection -> !connection.isClosed())
                    .count();
            assertThat(open).as(address).isEqualTo(model.containsKey(address) ? 1 : 0);
        }
        assertThat(consumer.shared.size()).isEqualTo(model.size());
    }

    private static List<String> all() {
        return Collections.unmodifiableList(IntStream.rangeClosed(1, 6)
                .mapToObj(i -> "10.0.0." + i + ":20880")
                .toList());
    }
}
