// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tern.rpc.GenericService;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans of calls between instances with tracing. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class TracingTest {
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");

    /** In which a first call reaches the provider on a busy machine too: what was never there has no span. */
    private static final int TIMEOUT = 2_000;

    private final TracedTern consumer = TracedTern.start();
    private final TracedTern provider = TracedTern.start();

    @AfterEach
    void close() {
        assertThat(TracedTern.here()).as("left on the thread").isEqualTo("nothing");
        RpcContext.removeContext();
        consumer.close();
        provider.close();
    }

    private static void assertChild(SpanData child, SpanData parent) {
        assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
        assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
    }

    private static long port(String url) {
        return Long.parseLong(url.substring(url.lastIndexOf(':') + 1));
    }

    @Test
    void aRequestIsAChildOfItsCall() {
        Answers shop = Answers.echo();
        String url = provider.export(Shop.class, shop);
        RpcContext.getContext().setAttachment("user", "u1");

        assertThat(consumer.stub(Shop.class, url).find("7")).isEqualTo("7");

        SpanData call = consumer.call();
        assertThat(call.getName()).isEqualTo(Shop.class.getName() + "/find");
        assertThat(call.getParentSpanContext().isValid()).isFalse();
        assertThat(call.getAttributes().get(AttributeKey.stringKey("server.address")))
                .isEqualTo("127.0.0.1");
        assertThat(call.getAttributes().get(SERVER_PORT)).isEqualTo(port(url));
        assertChild(provider.request(), call);
        assertThat(provider.request().getAttributes().get(AttributeKey.stringKey("client.address")))
                .isEqualTo("127.0.0.1");
        assertThat(shop.seen()).containsExactly(TracedTern.of(provider.request()));
        assertThat(shop.attachments().get(0)).containsEntry("user", "u1");
    }

    @Test
    void callsInsideTheProcessAreTracedToo() {
        Answers shop = Answers.echo();
        provider.export(Shop.class, shop);

        Shop near = provider.tern().refer(Shop.class, reference -> {}).get();
        assertThat(near.find("7")).isEqualTo("7");

        assertChild(provider.request(), provider.call());
        assertThat(shop.seen()).containsExactly(TracedTern.of(provider.request()));
    }

    @Test
    void aCallMadeForARequestIsItsChildAndNoEarlierSpanIsHandedOn() {
        Answers last = Answers.echo();
        try (TracedTern third = TracedTern.start()) {
            Shop next = provider.stub(Shop.class, third.export(Shop.class, last));
            String url = provider.export(
                    Shop.class, new Answers(id -> CompletableFuture.completedFuture(next.find(id) + next.find(id))));
            RpcContext.getContext().setAttachment("user", "u1");
            assertThat(consumer.stub(Shop.class, url).find("7")).isEqualTo("77");

            assertChild(provider.request(), consumer.call());
            List<SpanData> calls = provider.ended(SpanKind.CLIENT, 2);
            List<SpanData> requests = third.ended(SpanKind.SERVER, 2);
            for (int i = 0; i < 2; i++) {
                assertChild(calls.get(i), provider.request());
                assertChild(requests.get(i), calls.get(i));
                assertThat(last.attachments().get(i)).containsEntry("user", "u1");
            }
        }
    }

    @Test
    void aCallInsideASpanOfTheApplicationIsItsChild() {
        Shop shop = consumer.stub(Shop.class, provider.export(Shop.class, Answers.echo()));
        Span own = consumer.begin("own");
        try (Scope scope = own.makeCurrent()) {
            shop.find("7");
        }
        assertThat(consumer.call().getParentSpanId())
                .isEqualTo(own.getSpanContext().getSpanId());
    }

    @Test
    void allAttemptsOfACallAreOneSpan() {
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        Answers shop = new Answers(id -> {
            if (attempts.getAndIncrement() == 0) {
                awaitUninterruptibly(over);
            }
            return CompletableFuture.completedFuture(id);
        });
        Shop stub = consumer.stub(
                Shop.class,
                provider.export(Shop.class, shop),
                reference -> reference.set("retries", 1).set("timeout", TIMEOUT));
        assertThat(stub.find("7")).isEqualTo("7");
        over.countDown();

        List<SpanData> requests = provider.ended(SpanKind.SERVER, 2);
        requests.forEach(request -> assertChild(request, consumer.call()));
        assertThat(consumer.call().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSpanNamesTheProviderThatAnswered() {
        String live = provider.export(Shop.class, Answers.echo());
        Shop stub = consumer.stub(
                Shop.class,
                LocalTern.url(LocalTern.freePort()) + ";" + live,
                reference -> reference.set("retries", 2).set("loadbalance", "roundrobin"));
        for (int i = 0; i < 4; i++) {
            stub.find("7");
        }
        assertThat(consumer.ended(SpanKind.CLIENT, 4))
                .allSatisfy(call ->
                        assertThat(call.getAttributes().get(SERVER_PORT)).isEqualTo(port(live)));
    }

    @Test
    void genericCallsGoByTheNameOfWhatTheyMean() {
        String url = LocalTern.url(provider.tern()
                .export(Shop.class, Answers.echo(), service -> service.parameter("tern.generic", "true")));
        GenericService shop = consumer.stub(
                GenericService.class,
                url,
                reference -> reference.set("interface", Shop.class.getName()).set("generic", "true"));
        assertThat(shop.$invoke("find", new String[] {"java.lang.String"}, new Object[] {"7"}))
                .isEqualTo("7");

        assertThat(consumer.call().getName()).isEqualTo(Shop.class.getName() + "/find");
        assertThat(provider.request().getName()).isEqualTo(Shop.class.getName() + "/find");
        assertChild(provider.request(), consumer.call());
    }

    @Test
    void aOneWayCallHasAChildThatNobodyWaitsFor() {
        CountDownLatch open = new CountDownLatch(1);
        Answers shop = new Answers(id -> {
            awaitUninterruptibly(open);
            throw new IllegalStateException("secret " + id);
        });
        Shop stub = consumer.stub(
                Shop.class,
                provider.export(Shop.class, shop),
                reference -> reference.method("note", method -> method.set("return", false)));
        stub.note("7");

        SpanData call = consumer.call();
        assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        open.countDown();
        assertChild(provider.request(), call);
        assertThat(provider.request().getAttributes().get(ERROR)).isEqualTo("java.lang.IllegalStateException");
        assertThat(provider.request().toString()).doesNotContain("secret");
    }

    @Test
    void anExceptionOfTheServiceIsAnErrorOnBothSides() {
        Answers shop = new Answers(id -> {
            throw new IllegalArgumentException("secret " + id);
        });
        Shop stub = consumer.stub(Shop.class, provider.export(Shop.class, shop));
        assertThatThrownBy(() -> stub.find("7")).isInstanceOf(IllegalArgumentException.class);

        for (SpanData span : List.of(consumer.call(), provider.request())) {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getAttributes().get(ERROR)).isEqualTo("java.lang.IllegalArgumentException");
            assertThat(span.toString()).doesNotContain("secret");
        }
    }

    @Test
    void whatIsNotAnsweredInTimeEndsWithAnErrorOnBothSides() {
        CompletableFuture<String> never = new CompletableFuture<>();
        Shop stub = consumer.stub(
                Shop.class,
                provider.export(Shop.class, new Answers(id -> never)),
                reference -> reference.set("timeout", TIMEOUT));
        CompletableFuture<String> answer = stub.findLater("7");
        assertThatThrownBy(answer::join).hasCauseInstanceOf(RpcTimeoutException.class);

        assertThat(consumer.call().getAttributes().get(ERROR)).isEqualTo(RpcTimeoutException.class.getName());
        assertThat(provider.request().getAttributes().get(ERROR)).isEqualTo(RpcTimeoutException.class.getName());
    }

    @Test
    void aCancelledCallEndsWithAnError() {
        CompletableFuture<String> never = new CompletableFuture<>();
        Shop stub = consumer.stub(Shop.class, provider.export(Shop.class, new Answers(id -> never)));
        stub.findLater("7").cancel(true);

        assertThat(consumer.call().getAttributes().get(ERROR)).isEqualTo(CancellationException.class.getName());
        never.complete("late");
    }

    @Test
    void whatNobodyCanBeAskedIsAnErrorToo() {
        Shop stub = consumer.stub(Shop.class, LocalTern.url(LocalTern.freePort()));
        assertThatThrownBy(() -> stub.find("7")).isInstanceOf(RuntimeException.class);
        assertThat(consumer.call().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W3C", "B3"})
    void bothFormsTravelAndWhatIsNotRecordedIsNotRecordedAnywhere(String propagation) {
        try (TracedTern none = TracedTern.start(TracedTern.tracing(0, propagation), builder -> {});
                TracedTern all = TracedTern.start(TracedTern.tracing(1, propagation), builder -> {})) {
            Answers shop = Answers.echo();
            String url = all.export(Shop.class, shop);
            none.stub(Shop.class, url).find("7");
            assertThat(shop.seen().get(0)).as("a trace for the log").isNotEqualTo("nothing");
            all.stub(Shop.class, url).find("8");
            assertChild(all.request(), all.call());
            assertThat(none.ended()).isEmpty();

            String keys = propagation.equals("B3") ? "b3" : "traceparent";
            assertThat(shop.attachments().get(1)).containsKey(keys);
        }
    }

    @Test
    void whoDoesNotTraceHandsTheTraceOn() {
        try (Tern middle = Tern.builder()
                .application("untraced")
                .element(LocalTern.protocol())
                .start()) {
            Shop next = LocalTern.stub(middle, Shop.class, provider.export(Shop.class, Answers.echo()));
            Answers between = new Answers(id -> CompletableFuture.completedFuture(next.find(id)));
            String url = LocalTern.url(middle.export(Shop.class, between, service -> {}));
            consumer.stub(Shop.class, url).find("7");

            assertThat(between.seen()).containsExactly("nothing");
            assertChild(provider.request(), consumer.call());
        }
    }

    @Test
    void withoutEnabledNothingIsLinked() {
        ConfigElement off = TracedTern.tracing(1, "W3C").set("enabled", false);
        try (TracedTern untraced = TracedTern.start(off, builder -> {})) {
            Answers shop = Answers.echo();
            String url = untraced.export(Shop.class, shop);
            assertThat(untraced.stub(Shop.class, url).find("7")).isEqualTo("7");

            assertThat(shop.seen()).containsExactly("nothing");
            assertThat(shop.attachments().get(0)).doesNotContainKey("traceparent");
            assertThat(untraced.ended()).isEmpty();
        }
    }

    @Test
    void nothingStaysOnAThreadThatServesOthers() {
        AtomicBoolean forgetful = new AtomicBoolean(true);
        try (TracedTern narrow = TracedTern.start(builder -> builder.element(ConfigElement.of(ElementKind.PROTOCOL)
                .set("id", "narrow")
                .set("name", "dubbo")
                .set("host", "127.0.0.1")
                .set("port", LocalTern.freePort())
                .set("threads", 1)))) {
            Answers shop = new Answers(id -> {
                if (forgetful.getAndSet(false)) {
                    leaveOpen(narrow.begin("forgotten"));
                }
                return CompletableFuture.completedFuture(id);
            });
            String url =
                    LocalTern.url(narrow.tern().export(Shop.class, shop, service -> service.set("protocol", "narrow")));
            try (Tern untraced = LocalTern.consumer()) {
                Shop stub = LocalTern.stub(untraced, Shop.class, url);
                stub.find("7");
                stub.find("8");
            }
            List<SpanData> requests = narrow.ended(SpanKind.SERVER, 2);
            assertThat(shop.seen()).containsExactly(TracedTern.of(requests.get(0)), TracedTern.of(requests.get(1)));
            assertThat(requests)
                    .allSatisfy(request ->
                            assertThat(request.getParentSpanContext().isValid()).isFalse());
            assertThat(requests.get(0).getTraceId())
                    .isNotEqualTo(requests.get(1).getTraceId());
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // what is tested
    private static void leaveOpen(Span span) {
        span.makeCurrent();
    }
}
