// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tern.rpc.CallFacts;
import io.tern.rpc.GenericService;
import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.config.MetricsSettings.Group;
import io.tern.rpc.core.Tern;
import io.tern.rpc.spi.RpcObserver.Event;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is counted of calls and requests, by whole instances. */
@Timeout(60)
class CallFiguresTest {
    @Test
    void callsAreCountedOnBothSidesByMethodModeAndOutcome() throws Exception {
        try (Pair pair = new Pair(
                metrics -> {},
                service -> service.method("limited", method -> method.parameter("tps", "2")),
                reference -> reference.method("note", method -> method.set("return", false)))) {
            for (int i = 0; i < 3; i++) {
                pair.shop.find("a");
            }
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pair.shop.fail("x")).isInstanceOf(RuntimeException.class);
                pair.shop.note("seen as one-way");
                assertThat(pair.shop.later("b").get(10, TimeUnit.SECONDS)).isEqualTo("b");
                pair.shop.limited("c");
            }
            assertThatThrownBy(() -> pair.shop.limited("c")).isInstanceOf(RpcServerException.class);
            assertThat(pair.calls("find", "sync", "success")).isEqualTo(3);
            assertThat(pair.calls("fail", "sync", "exception")).isEqualTo(2);
            assertThat(pair.calls("note", "oneway", "success")).isEqualTo(2);
            assertThat(pair.calls("limited", "sync", "success")).isEqualTo(2);
            assertThat(pair.calls("limited", "sync", "refused")).isEqualTo(1);
            Pair.await("asynchronous calls", () -> pair.calls("later", "async", "success") == 2);
            Pair.await(
                    "requests",
                    () -> pair.requests("find", "twoway", "success") == 3
                            && pair.requests("fail", "twoway", "exception") == 2
                            && pair.requests("note", "oneway", "success") == 2
                            && pair.requests("later", "twoway", "success") == 2
                            && pair.requests("limited", "twoway", "success") == 2);
            assertThat(pair.requests("limited", "twoway", "refused")).isZero();
            assertThat(Pair.event(pair.provided, "request_refused")).isEqualTo(1);
            assertThat(Pair.event(pair.consumed, "request_refused")).isZero();
        }
    }

    @Test
    void aTimeoutAndItsLateReplyAreCounted() {
        // The deadline is far enough for a busy machine to begin with the request before it.
        try (Pair pair = new Pair(
                metrics -> {}, service -> {}, reference -> reference.method("held", m -> m.set("timeout", 2_500)))) {
            pair.shop.find("warm, so that the next one is served before its deadline");
            assertThatThrownBy(() -> pair.shop.held("a")).isInstanceOf(RpcTimeoutException.class);
            assertThat(pair.server.entered.getCount()).isZero();
            assertThat(pair.calls("held", "sync", "timeout")).isEqualTo(1);
            assertThat(Pair.event(pair.consumed, "late_reply")).isZero();
            pair.server.open.countDown();
            Pair.await("late reply", () -> Pair.event(pair.consumed, "late_reply") == 1);
            assertThat(pair.calls("held", "sync", "success")).isZero();
        }
    }

    @Test
    void aCallThatNobodyCanServeIsCountedOnce() {
        try (Pair pair = new Pair(metrics -> {})) {
            Shop nobody = pair.consumer
                    .refer(
                            Shop.class,
                            reference -> reference
                                    .set("id", "nobody")
                                    .set("url", "dubbo://127.0.0.1:1")
                                    .set("check", false)
                                    .set("retries", 2))
                    .get();
            assertThatThrownBy(() -> nobody.find("a")).isInstanceOf(RpcException.class);
            assertThat(pair.calls("find", "sync", "network") + pair.calls("find", "sync", "no_provider"))
                    .isEqualTo(1);
        }
    }

    @Test
    void kindsOfFailuresHaveTagsOfTheirOwn() {
        assertThat(Outcome.ofCall(null)).isEqualTo(Outcome.SUCCESS);
        assertThat(Outcome.ofCall(new NoProviderException("n", facts(), null, false)))
                .isEqualTo(Outcome.NO_PROVIDER);
        assertThat(Outcome.ofCall(new RpcException(RpcException.TIMEOUT_EXCEPTION, "the service's own")))
                .isEqualTo(Outcome.EXCEPTION);
        assertThat(Outcome.ofCall(new RpcLimitException("l", facts(), null, false)))
                .isEqualTo(Outcome.LIMIT);
        assertThat(Outcome.ofCall(new RpcServerException("s", facts(), null, false, true)))
                .isEqualTo(Outcome.REFUSED);
        assertThat(Outcome.ofCall(new RpcServerException("s", facts(), null, false, false)))
                .isEqualTo(Outcome.OTHER);
        assertThat(Outcome.ofCall(new CancellationException())).isEqualTo(Outcome.CANCELLED);
        assertThat(Outcome.ofRequest(new RpcTimeoutException("t", facts(), null, false)))
                .as("of a call that the service made")
                .isEqualTo(Outcome.EXCEPTION);
    }

    private static CallFacts facts() {
        return new CallFacts("a#b()", null, Duration.ZERO, RpcException.Delivery.NOT_SENT);
    }

    @Test
    void onServiceLevelMethodsAreNotToldApart() {
        try (Pair pair = new Pair(metrics -> metrics.set("rpc-level", "SERVICE"))) {
            pair.shop.find("a");
            pair.shop.limited("a");
            assertThat(pair.calls("*", "sync", "success")).isEqualTo(2);
            assertThat(pair.calls("find", "sync", "success")).isZero();
            Pair.await("requests", () -> pair.requests("*", "twoway", "success") == 2);
        }
    }

    @Test
    void whatUsersNameIsNoTag() {
        try (Pair pair =
                new Pair(metrics -> {}, service -> service.parameter("tern.generic", "true"), reference -> {})) {
            GenericService generic = pair.consumer
                    .refer(
                            GenericService.class,
                            reference -> reference
                                    .set("interface", Shop.class.getName())
                                    .set("id", "generic")
                                    .set("generic", true)
                                    .set("url", pair.url())
                                    .set("timeout", 5_000)
                                    .set("retries", 0))
                    .get();
            assertThat(generic.$invoke("find", new String[] {String.class.getName()}, new Object[] {"a"}))
                    .isEqualTo("a");
            for (String name : Set.of("made-up-1", "made-up-2")) {
                assertThatThrownBy(() -> generic.$invoke(name, new String[0], new Object[0]))
                        .isInstanceOf(RuntimeException.class);
            }
            assertThat(pair.calls("$invoke", "sync", "success")).isEqualTo(1);
            Pair.await("request", () -> pair.requests("find", "twoway", "success") == 1);
            for (MeterRegistry registry : Set.of(pair.consumed, pair.provided)) {
                assertThat(registry.getMeters().stream()
                                .map(Meter::getId)
                                .flatMap(id -> id.getTags().stream())
                                .map(Tag::getValue)
                                .collect(Collectors.toSet()))
                        .noneMatch(value -> value.contains("made-up"));
            }
        }
    }

    @Test
    void anObserverCanBeMadeWithoutTheElement() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        MetricsSettings settings = new MetricsSettings(false, EnumSet.of(Group.RPC, Group.REGISTRY), true, 0, 1, false);
        MicrometerObserver observer = new MicrometerObserver(registry, "mine", settings);
        try (Tern tern = Tern.builder()
                .application("shop")
                .element(Pair.protocol())
                .observer(observer)
                .start()) {
            tern.export(Shop.class, new Shop.Server(), service -> {});
            tern.refer(Shop.class, Pair.PATIENT).get().find("a");
        }
        assertThat(registry.get("tern.consumer.calls")
                        .tag("application", "mine")
                        .timer()
                        .count())
                .isEqualTo(1);
        observer.counted(Event.RULE_REFUSED);
        observer.counted(Event.BAD_FRAME);
        assertThat(Pair.event(registry, "rule_refused")).isEqualTo(1);
        assertThat(registry.find("tern.events").tag("event", "bad_frame").meter())
                .isNull();
        observer.close();
        assertThat(registry.getMeters()).isEmpty();
    }
}
