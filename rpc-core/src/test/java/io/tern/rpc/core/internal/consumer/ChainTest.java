// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static io.tern.rpc.core.internal.consumer.Consumer.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.EchoService;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.RpcObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statement 68 and what else the links of a chain promise. */
@Timeout(30)
class ChainTest {
    private final Consumer consumer = new Consumer();

    @AfterEach
    void close() {
        consumer.close();
    }

    private static <T> CompletableFuture<T> asyncCall(Callable<T> call) {
        return RpcContext.getContext().asyncCall(call);
    }

    private record NamedFilter(String name, FilterBody body) implements Filter {
        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
            return body.invoke(call, next);
        }
    }

    private interface FilterBody {
        ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next);
    }

    @Test
    void s68FilterHasACompletionHookAndSeesTheCallsFutureInTheContext() throws Exception {
        List<@Nullable Object> seen = new CopyOnWriteArrayList<>();
        BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
        consumer.filters = List.of(new NamedFilter("watch", (call, next) -> {
            seen.add(saved());
            ResponseFuture<@Nullable Object> future = next.invoke(call);
            seen.add(saved() == future);
            future.whenComplete((value, error) -> outcomes.add(value));
            return future;
        }));
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        demo.find("b");
        consumer.provider().replyTo("b", "answer");

        assertThat(seen).containsExactly(null, true, null, true);
        assertThat(outcomes.poll(10, TimeUnit.SECONDS)).isEqualTo("answer");
    }

    @Test
    void filtersRunInOrderOnceOutsideOfRetriesAndCompleteInnermostFirst() {
        List<String> trace = new ArrayList<>();
        Function<String, Filter> tracing = name -> new NamedFilter(name, (call, next) -> {
            trace.add(name + " in");
            ResponseFuture<@Nullable Object> future = next.invoke(call);
            future.whenComplete((value, error) ->
                    trace.add(name + " out on " + Thread.currentThread().getName()));
            return future;
        });
        consumer.filters = List.of(tracing.apply("a"), tracing.apply("b"));
        DemoService demo = consumer.reference();
        consumer.provider().silent();

        assertThatThrownBy(() -> demo.find("x")).isInstanceOf(RpcException.class);

        String thread = Thread.currentThread().getName();
        assertThat(trace).containsExactly("a in", "b in", "b out on " + thread, "a out on " + thread);
    }

    @Test
    void filterCanAnswerReplaceArgumentsAttachAndRefuse() {
        consumer.filters = List.of(new NamedFilter("edit", (call, next) -> {
            if ("cached".equals(call.arguments()[0])) {
                return ResponseFuture.completed("from the cache");
            }
            if ("bad".equals(call.arguments()[0])) {
                throw new IllegalArgumentException("refused");
            }
            if ("null".equals(call.arguments()[0])) {
                return null;
            }
            call.arguments()[0] = "edited";
            call.attach("trace", "17");
            return next.invoke(call);
        }));
        DemoService demo = consumer.reference();
        consumer.provider().on(call -> Answer.value(call.arguments()[0]));

        assertThat(demo.find("cached")).isEqualTo("from the cache");
        assertThat(demo.find("plain")).isEqualTo("edited");
        assertThat(consumer.provider().received().get(0).attachments()).containsEntry("trace", "17");
        assertThatThrownBy(() -> demo.find("bad")).isInstanceOf(IllegalArgumentException.class);
        assertThat(demo.findLater("bad")).isCompletedExceptionally();
        assertThatThrownBy(() -> demo.find("null"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Filter \"edit\"")
                .hasMessageContaining("returned null");
    }

    @Test
    void observerSeesEveryCallStartAndEndOnce() {
        List<String> events = new CopyOnWriteArrayList<>();
        consumer.observer = new RpcObserver() {
            @Override
            public void callStarted(Invocation call) {
                events.add("start " + call.method().name());
            }

            @Override
            public void callEnded(Invocation call, @Nullable Throwable error, long elapsedNanos) {
                events.add("end " + (error == null ? "well" : error.getClass().getSimpleName()) + " after "
                        + TimeUnit.NANOSECONDS.toMillis(elapsedNanos));
            }

            @Override
            public void counted(Event event) {
                events.add(event.name());
            }
        };
        consumer.method("asInt").actives = 1;
        consumer.method("asInt").timeoutMillis = 1;
        DemoService demo = consumer.reference();
        consumer.provider().returns("now");
        demo.find("a");
        consumer.provider().silent();
        assertThatThrownBy(() -> demo.find("b")).isInstanceOf(RpcException.class);
        RpcContext.getContext().asyncCall((Runnable) () -> demo.find("c"));
        asyncCall(demo::asInt);
        assertThatThrownBy(demo::asInt).isInstanceOf(RpcLimitException.class);

        assertThat(events)
                .containsExactly(
                        "start find",
                        "end well after 0",
                        "start find",
                        "end RpcTimeoutException after 2100",
                        "start find",
                        "end well after 0",
                        "start asInt",
                        "start asInt",
                        "CALL_REFUSED",
                        "end RpcLimitException after 0");
    }

    /** Limits and measurements end with the call, not with what its caller does with the answer. */
    @Test
    void aCallHasEndedWhenTheStagesOfItsCallerRun() throws Exception {
        List<Long> ended = new CopyOnWriteArrayList<>();
        consumer.observer = new RpcObserver() {
            @Override
            public void callEnded(Invocation call, @Nullable Throwable error, long elapsedNanos) {
                ended.add(TimeUnit.NANOSECONDS.toMillis(elapsedNanos));
            }
        };
        consumer.method("find").actives = 1;
        consumer.method("find").async = true;
        DemoService demo = consumer.reference();
        demo.find("a");
        CompletableFuture<String> second = Consumer.<String>saved().thenCompose(value -> {
            consumer.ticker.advanceMillis(500);
            demo.find(value);
            return Consumer.saved();
        });
        consumer.provider().reply("answer");
        while (consumer.provider().pending() == 0 && !second.isDone()) {
            Thread.onSpinWait(); // for the thread that runs stages
        }
        assertThat(ended).as("ms that the first call took").containsExactly(0L);

        consumer.provider().replyTo("answer", "again");
        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("again");
    }

    @Test
    void echoIsSynchronousHoweverTheReferenceIsConfigured() {
        consumer.defaults.oneWay = true;
        DemoService demo = consumer.asyncReference();
        consumer.provider().on(call -> Answer.value(call.arguments()[0]));

        assertThat(((EchoService) demo).$echo("ping")).isEqualTo("ping");
    }

    @Test
    void contextTellsWhoWasCalled() {
        DemoService demo = consumer.reference();
        consumer.provider().returns(3);
        demo.sum(1, 2);

        RpcContext context = RpcContext.getContext();
        assertThat(context.getMethodName()).isEqualTo("sum");
        assertThat(context.getParameterTypes()).containsExactly(int.class, int.class);
        assertThat(context.getRemoteAddress()).hasToString("10.0.0.1/<unresolved>:20880");
        assertThat(context.isConsumerSide()).isTrue();
    }

    private record BrokenCluster() implements Cluster {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
            return call -> {
                throw new IllegalStateException("broken");
            };
        }
    }

    @Test
    void clusterThatThrowsIsAFailedCallAndKeepsNoSlot() {
        consumer.cluster = new BrokenCluster();
        consumer.defaults.actives = 1;
        DemoService demo = consumer.reference();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> demo.find("a")).isInstanceOf(IllegalStateException.class);
        }
        assertThat(demo.findLater("a")).isCompletedExceptionally();
    }
}
