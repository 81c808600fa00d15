// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tern.rpc.AsyncContext;
import io.tern.rpc.RpcContext;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Spans of calls that a provider makes of objects its consumer has passed. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class TracedCallbackTest {
    /** What is passed. */
    public interface Listener {
        String heard(String news);

        CompletableFuture<String> heardLater(String news);
    }

    /** What is called first. */
    public interface Feed {
        String follow(Listener listener);
    }

    private final TracedTern consumer = TracedTern.start();
    private final TracedTern provider = TracedTern.start();

    @AfterEach
    void close() {
        assertThat(TracedTern.here()).as("left on the thread").isEqualTo("nothing");
        RpcContext.removeContext();
        consumer.close();
        provider.close();
    }

    private Feed feed(Feed service) {
        String url = LocalTern.url(provider.tern().export(Feed.class, service, TracedCallbackTest::declare));
        return consumer.stub(Feed.class, url, TracedCallbackTest::declare);
    }

    private static void declare(ConfigElement element) {
        element.method(
                "follow",
                method -> method.add(
                        ConfigElement.of(ElementKind.ARGUMENT).set("index", 0).set("callback", true)));
    }

    /** Answers with the trace in which it is called. */
    private static final class Ear implements Listener {
        private final Function<String, CompletableFuture<String>> answer;
        private final List<String> seen = new CopyOnWriteArrayList<>();

        Ear(Function<String, CompletableFuture<String>> answer) {
            this.answer = answer;
        }

        @Override
        public String heard(String news) {
            return heardLater(news).join();
        }

        @Override
        public CompletableFuture<String> heardLater(String news) {
            seen.add(TracedTern.here());
            return answer.apply(news);
        }
    }

    private static void assertChild(SpanData child, SpanData parent) {
        assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
        assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
    }

    @Test
    void aCallbackIsAChildOfTheRequestThatMakesIt() {
        Ear ear = new Ear(CompletableFuture::completedFuture);
        Feed feed =
                feed(listener -> listener.heard("a") + listener.heardLater("b").join());
        assertThat(feed.follow(ear)).isEqualTo("ab");

        List<SpanData> calls = provider.ended(SpanKind.CLIENT, 2);
        List<SpanData> callbacks = consumer.ended(SpanKind.SERVER, 2);
        assertChild(provider.request(), consumer.call());
        assertThat(calls.get(0).getName()).isEqualTo(Listener.class.getName() + "/heard");
        for (int i = 0; i < 2; i++) {
            assertChild(calls.get(i), provider.request());
            assertChild(callbacks.get(i), calls.get(i));
            assertThat(ear.seen.get(i)).isEqualTo(TracedTern.of(callbacks.get(i)));
        }
    }

    @Test
    void aCallbackThatFailsOrAnswersLaterEndsItsSpans() {
        Ear ear = new Ear(news -> {
            if (news.equals("later")) {
                AsyncContext promised = RpcContext.startAsync();
                new Thread(() -> promised.write("promised")).start();
                return CompletableFuture.completedFuture("ignored");
            }
            throw new IllegalStateException("secret");
        });
        Feed feed = feed(listener -> {
            assertThatThrownBy(() -> listener.heard("bad")).isInstanceOf(IllegalStateException.class);
            return listener.heard("later");
        });
        assertThat(feed.follow(ear)).isEqualTo("promised");

        assertThat(consumer.ended(SpanKind.SERVER, 2))
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .containsExactly("java.lang.IllegalStateException", null);
        assertThat(provider.ended(SpanKind.CLIENT, 2))
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .containsExactly("java.lang.IllegalStateException", null);
    }
}
