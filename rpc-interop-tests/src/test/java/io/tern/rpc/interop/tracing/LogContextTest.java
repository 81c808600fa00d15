// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.tern.rpc.AsyncContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Promise 55: with the module, the trace id is in the logging context of filters, service code and callbacks, and removed
 * afterwards.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LogContextTest {
    private final List<String> filtered = new CopyOnWriteArrayList<>();
    private final Hooks hooks = new Hooks();
    private final TracedTern consumer =
            TracedTern.start(builder -> builder.filter(new Looking("outgoing")).bean("hooks", hooks));
    private final TracedTern provider = TracedTern.start(builder -> builder.filter(new Looking("incoming")));
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    /** Notes what it sees on the way there and back. */
    private final class Looking implements Filter {
        private final String name;

        Looking(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
            filtered.add(name + " " + TracedTern.here());
            ResponseFuture<@Nullable Object> future = next.invoke(call);
            future.whenComplete((value, error) -> filtered.add(name + " back " + TracedTern.here()));
            return future;
        }
    }

    /** The bean that the reference names; public for that. */
    public static final class Hooks {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final CountDownLatch ended = new CountDownLatch(1);

        /** For {@code oninvoke}. */
        public void invoked(String id) {
            seen.add("invoked " + TracedTern.here());
        }

        /** For {@code onreturn}. */
        public void returned(String answer, String id) {
            seen.add("returned " + TracedTern.here());
            ended.countDown();
        }

        /** For {@code onthrow}. */
        public void thrown(Throwable error, String id) {
            seen.add("thrown " + TracedTern.here());
            ended.countDown();
        }

        List<String> seen() throws InterruptedException {
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            return seen;
        }
    }

    @AfterEach
    void close() {
        assertThat(TracedTern.here()).as("left on the thread").isEqualTo("nothing");
        RpcContext.removeContext();
        pool.shutdownNow();
        consumer.close();
        provider.close();
    }

    /** Stages run in the opposite order of their adding: that of a filter may come after all that a test waits for. */
    private void awaitFiltered(String what) {
        LocalTern.await(
                what, Duration.ofSeconds(10), () -> filtered.stream().anyMatch(line -> line.startsWith(what + " ")));
    }

    private String export(Shop shop) {
        return LocalTern.url(provider.tern().export(Shop.class, shop, service -> service.set("filter", "incoming")));
    }

    private Shop stub(String url, boolean async) {
        return consumer.stub(
                Shop.class,
                url,
                reference -> reference
                        .set("filter", "outgoing")
                        .method(
                                "find",
                                method -> method.set("async", async)
                                        .set("oninvoke", "hooks.invoked")
                                        .set("onreturn", "hooks.returned")
                                        .set("onthrow", "hooks.thrown")));
    }

    @Test
    void filtersHooksAndTheServiceOfASynchronousCallAreInItsTrace() throws Exception {
        Answers shop = Answers.echo();
        stub(export(shop), false).find("7");
        assertThat(TracedTern.here()).isEqualTo("nothing");

        String call = TracedTern.of(consumer.call());
        String request = TracedTern.of(provider.request());
        assertThat(shop.seen()).containsExactly(request);
        assertThat(filtered)
                .containsExactlyInAnyOrder(
                        "outgoing " + call, "outgoing back " + call, "incoming " + request, "incoming back " + request);
        assertThat(hooks.seen()).containsExactly("invoked " + call, "returned " + call);
    }

    @Test
    void callbacksOfAnAsynchronousCallAreInItsTrace() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Shop shop = stub(export(new Answers(id -> answer)), true);
        shop.find("7");
        CompletableFuture<String> stage =
                RpcContext.getContext().<String>getFuture().thenApply(value -> TracedTern.here());
        assertThat(TracedTern.here()).isEqualTo("nothing");
        answer.complete("x");

        String call = TracedTern.of(consumer.call());
        assertThat(stage.get(10, TimeUnit.SECONDS)).isEqualTo(call);
        assertThat(hooks.seen()).containsExactly("invoked " + call, "returned " + call);
        awaitFiltered("outgoing back");
        assertThat(filtered).contains("outgoing " + call, "outgoing back " + call);
    }

    @Test
    void callbacksOfACallInsideASpanSeeThatSpan() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Shop shop = stub(export(new Answers(id -> answer)), true);
        Span own = consumer.begin("own");
        CompletableFuture<String> stage;
        try (Scope scope = own.makeCurrent()) {
            stage = shop.findLater("7")
                    .thenApply(value -> Span.current().getSpanContext().getSpanId());
        }
        answer.complete("x");
        assertThat(stage.get(10, TimeUnit.SECONDS))
                .isEqualTo(own.getSpanContext().getSpanId());
        own.end();
    }

    @Test
    void aFailureIsHeardOfInItsTrace() throws Exception {
        Shop shop = stub(
                export(new Answers(id -> {
                    throw new IllegalStateException();
                })),
                true);
        shop.find("7");
        // Not by get(), which lends its thread, and so its context, to stages that are due.
        hooks.seen();

        String call = TracedTern.of(consumer.call());
        assertThat(hooks.seen()).containsExactly("invoked " + call, "thrown " + call);
    }

    @Test
    void aServiceTakesTheTraceToItsOwnThreads() throws Exception {
        Shop shop = new Answers(id -> CompletableFuture.supplyAsync(TracedTern::here, RpcContext.wrap(pool)));
        String answered = consumer.stub(Shop.class, export(shop)).findLater("7").get(10, TimeUnit.SECONDS);

        String request = TracedTern.of(provider.request());
        assertThat(answered).isEqualTo(request);
        awaitFiltered("incoming back");
        assertThat(filtered).contains("incoming back " + request);
        assertThat(pool.submit(TracedTern::here).get()).isEqualTo("nothing");
    }

    @Test
    void aPromisedAnswerIsGivenInTheTraceOfItsRequest() throws Exception {
        Shop shop = new Answers(id -> {
            AsyncContext promised = RpcContext.startAsync();
            pool.execute(() -> {
                promised.signalContextSwitch();
                promised.write(TracedTern.here());
                promised.resetContext();
            });
            return new CompletableFuture<>();
        });
        String answered = consumer.stub(Shop.class, export(shop)).findLater("7").get(10, TimeUnit.SECONDS);

        assertThat(answered).isEqualTo(TracedTern.of(provider.request()));
        assertThat(pool.submit(TracedTern::here).get()).isEqualTo("nothing");
    }

    @Test
    void callsInACallbackAreInTheTraceToo() throws Exception {
        Shop shop = consumer.stub(Shop.class, export(Answers.echo()));
        shop.findLater("7").thenCompose(shop::findLater).get(10, TimeUnit.SECONDS);

        assertThat(consumer.ended().stream().map(span -> span.getTraceId()).distinct())
                .hasSize(1);
    }

    @Test
    void whenTheLastTracingInstanceIsGoneNothingIsCarried() throws Exception {
        Span own = consumer.begin("own");
        consumer.close();
        provider.close();
        Callable<String> later;
        try (Scope scope = own.makeCurrent()) {
            later = RpcContext.wrap(TracedTern::here);
        }
        assertThat(later.call()).isEqualTo("nothing");
    }
}
