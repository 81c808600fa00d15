// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.Footprint;
import io.tern.rpc.interop.fixture.LocalTern;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Instances that come and go in one process. */
class StartStopTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int STARTS = 1_000;

    @Test
    void startingAndStoppingManyTimesLeavesNothing() {
        startAndStop(20);
        assertNoThreads();
        Footprint before = Footprint.now();
        startAndStop(STARTS);
        LocalTern.await("threads, files, memory and classes are back", SOON, () -> {
            Footprint now = Footprint.now();
            return now.beyond(before).isEmpty() && now.classes() <= before.classes() + 50;
        });
    }

    private static void startAndStop(int times) {
        for (int i = 0; i < times; i++) {
            Tern provider = LocalTern.provider(protocol -> {});
            Tern consumer = LocalTern.consumer();
            ExportedService service = provider.export(WorkService.class, new GatedWork(), attributes -> {});
            WorkService stub = LocalTern.stub(consumer, WorkService.class, LocalTern.url(service));
            assertThat(stub.quick("x")).isEqualTo("x");
            // One in ten the hard way: the provider first.
            (i % 10 == 0 ? provider : consumer).close();
            (i % 10 == 0 ? consumer : provider).close();
        }
    }

    @Test
    void twoInstancesKnowNothingOfEachOther() {
        try (Tern one = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            ExportedService first =
                    one.export(WorkService.class, new GatedWork(), attributes -> attributes.set("id", null));
            WorkService stub = LocalTern.stub(consumer, WorkService.class, LocalTern.url(first));
            try (Tern two = LocalTern.provider(protocol -> {});
                    Tern other = LocalTern.consumer()) {
                ExportedService second = two.export(WorkService.class, new GatedWork(), attributes -> {});
                WorkService otherStub = LocalTern.stub(other, WorkService.class, LocalTern.url(second));
                assertThat(otherStub.quick("x")).isEqualTo("x");
                assertThat(LocalTern.address(second)).isNotEqualTo(LocalTern.address(first));
                assertThat(one.stats().openConnections()).isLessThanOrEqualTo(1);
            }
            assertThat(stub.quick("x")).isEqualTo("x");
        }
    }

    @Test
    void closingIsIdempotentAndMayBeDoneByManyAtOnce() throws Exception {
        Tern provider = LocalTern.provider(protocol -> {});
        ExportedService service = provider.export(WorkService.class, new GatedWork(), attributes -> {});
        Tern consumer = LocalTern.consumer();
        LocalTern.stub(consumer, WorkService.class, LocalTern.url(service)).quick("x");
        List<CompletableFuture<Void>> closing = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            consumer.close();
                            provider.close();
                        },
                        LocalTern.threads()))
                .toList();
        CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        consumer.close();
        provider.close();
        assertNoThreads();
        assertThat(catchThrowable(() -> provider.export(WorkService.class, new GatedWork(), attributes -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static void assertNoThreads() {
        try {
            LocalTern.await(
                    "no thread is left", SOON, () -> Footprint.ternThreads().isEmpty());
        } catch (AssertionError e) {
            assertThat(Footprint.ternThreads()).as("threads that did not end").isEmpty();
        }
    }

    @Test
    void aCallbackMayCloseTheInstanceItRunsIn() throws Exception {
        try (Tern provider = LocalTern.provider(protocol -> {})) {
            GatedWork work = new GatedWork();
            work.open();
            ExportedService service = provider.export(WorkService.class, work, attributes -> {});
            Tern consumer = LocalTern.consumer();
            WorkService stub = LocalTern.stub(consumer, WorkService.class, LocalTern.url(service));
            CompletableFuture<String> closed = stub.later("x").thenApply(value -> {
                consumer.close();
                return Thread.currentThread().getName();
            });
            assertThat(closed.get(10, TimeUnit.SECONDS)).isNotNull();
            LocalTern.await(
                    "its threads end",
                    SOON,
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().matches("tern-.*-consumer-.*")));
        }
    }

    @Test
    void aServiceOnAnEventLoopCannotCloseItsInstanceAndBreaksNothingByTrying() {
        Tern provider = LocalTern.provider(protocol -> protocol.set("dispatcher", "direct"));
        try (Tern consumer = LocalTern.consumer()) {
            WorkService closing = (WorkService) java.lang.reflect.Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {WorkService.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("nested")) {
                            return String.valueOf(catchThrowable(provider::close));
                        }
                        return arguments[0];
                    });
            ExportedService service = provider.export(WorkService.class, closing, attributes -> {});
            WorkService stub = LocalTern.stub(consumer, WorkService.class, LocalTern.url(service));
            assertThat(stub.nested("x")).contains("IllegalStateException").contains("another thread");
            assertThat(stub.quick("still there")).isEqualTo("still there");
        } finally {
            provider.close();
        }
        assertNoThreads();
    }

    @Test
    void aStartThatFailsClosesEverythingAgain() {
        Footprint before = Footprint.now();
        Throwable error = catchThrowable(() -> Tern.builder()
                .application("unlucky")
                .element(LocalTern.protocol())
                .element(ConfigElement.service(WorkService.class, new GatedWork()))
                .element(ConfigElement.reference(WorkService.class).set("url", LocalTern.url(1)))
                .start());
        assertThat(error).isInstanceOf(NoProviderException.class).hasMessageContaining("127.0.0.1:1");
        assertNoThreads();
        LocalTern.await("its sockets are closed", SOON, () -> Footprint.now().files() <= before.files());
    }
}
