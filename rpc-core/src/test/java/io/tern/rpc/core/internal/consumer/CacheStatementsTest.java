// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.core.fixture.JavaSerialization;
import io.tern.rpc.core.internal.cache.ResultCaches;
import io.tern.rpc.core.internal.cluster.FailsafeCluster;
import io.tern.rpc.core.internal.mock.Mocks;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.RpcObserver;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cache} in the whole chain. */
class CacheStatementsTest {
    private static final ClassPolicy EVERYTHING = new ClassPolicy() {
        @Override
        public boolean admits(String className) {
            return true;
        }

        @Override
        public String cure(String className) {
            return "";
        }
    };

    private final Consumer consumer = new Consumer();

    @BeforeEach
    void answer() {
        consumer.inner = new ResultCaches(new JavaSerialization(), EVERYTHING, consumer.ticker, () -> false)::link;
        consumer.defaults.cache = "lru";
        consumer.provider().on(call -> Answer.value("found " + call.arguments()[0] + " " + sent()));
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    private int sent() {
        return consumer.provider().received().size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lru", "true", "threadlocal", "expiring"})
    void aRepeatedCallIsAnsweredFromTheCache(String kind) {
        consumer.defaults.cache = kind;
        DemoService demo = consumer.reference();
        String first = demo.find("a");

        assertThat(demo.find("a")).isEqualTo(first);
        assertThat(demo.find("b")).isNotEqualTo(first);
        assertThat(sent()).isEqualTo(2);
    }

    @Test
    void eachMethodHasItsOwnResults() {
        consumer.provider().returns(5);
        DemoService demo = consumer.reference();
        assertThat(demo.asInt()).isEqualTo(5);
        consumer.provider().returns(6L);
        assertThat(demo.asLong()).isEqualTo(6);
        assertThat(demo.asInt()).isEqualTo(5);
        assertThat(sent()).isEqualTo(2);
    }

    @Test
    void anAsynchronousCallGetsAFutureThatIsDone() throws Exception {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        Object first = Consumer.saved().get();

        assertThat(demo.find("a")).isNull();
        assertThat(Consumer.saved()).isDone();
        assertThat(Consumer.saved().get()).isEqualTo(first);
        assertThat(demo.findLater("x").get()).isEqualTo(demo.findLater("x").get());
        assertThat(sent()).isEqualTo(2);
    }

    @Test
    void aPendingCallIsKeptWhenItEnds() throws Exception {
        consumer.provider().on(call -> Answer.HELD);
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> pending = Consumer.saved();
        assertThat(pending).isNotDone();
        consumer.provider().reply("late", Map.of("k", "v"));

        assertThat(pending.get()).isEqualTo("late");
        assertThat(((ResponseFuture<?>) pending).attachments()).containsEntry("k", "v");
        demo.find("a");
        assertThat(Consumer.saved().get()).isEqualTo("late");
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void exceptionsAreNotKept() {
        consumer.provider().throwing(new IllegalStateException("no"));
        DemoService demo = consumer.reference();
        assertThatThrownBy(() -> demo.find("a")).hasMessage("no");
        consumer.provider().returns("yes");
        assertThat(demo.find("a")).isEqualTo("yes");
    }

    @Test
    void nullIsAResult() {
        consumer.provider().returns(null);
        DemoService demo = consumer.reference();
        assertThat(demo.find("a")).isNull();
        assertThat(demo.find("a")).isNull();
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void callsWithoutAResultAreAlwaysSent() throws Exception {
        DemoService demo = consumer.reference();
        consumer.provider().returns(null);
        demo.save("a");
        demo.save("a");
        assertThat(sent()).isEqualTo(2);
    }

    @Test
    void oneWayCallsAreAlwaysSentAndAnswerNobody() {
        consumer.method("find").oneWay = true;
        consumer.method("find").cache = "lru";
        DemoService demo = consumer.reference();
        assertThat(demo.find("a")).isNull();
        assertThat(demo.find("a")).isNull();
        assertThat(sent()).isEqualTo(2);
    }

    @Test
    void aMocksAnswerIsNotKept() throws Exception {
        consumer.defaults.mock = "return mocked";
        consumer.check = false;
        consumer.mocked = new Mocks(consumer.ticker, () -> false).of(consumer.settings());
        consumer.method("findLater").cache = "lru";
        consumer.method("findLater").mock = "return mocked";
        DemoService demo = consumer.reference();
        consumer.provider().goDown("nobody there");
        assertThat(demo.find("a")).isEqualTo("mocked");
        assertThat(demo.findLater("a").get()).isEqualTo("mocked");
        consumer.provider().comeUp();
        consumer.provider().silent();
        CompletableFuture<String> late = demo.findLater("a");
        consumer.ticker.advanceMillis(700);
        assertThat(late.get()).isEqualTo("mocked");

        consumer.provider().returns("real");
        assertThat(demo.find("a")).isEqualTo("real");
        assertThat(demo.findLater("a").get()).isEqualTo("real");
        consumer.provider().returns("other");
        assertThat(demo.find("a")).isEqualTo("real");
        assertThat(demo.findLater("a").get()).isEqualTo("real");
    }

    @Test
    void whatAClusterAnswersInPlaceOfAProviderIsNotKept() throws Exception {
        consumer.cluster = new FailsafeCluster(consumer.clusters);
        DemoService demo = consumer.reference();
        consumer.provider().silent();
        assertThat(demo.find("a")).isNull();
        CompletableFuture<String> hidden = demo.findLater("a");
        consumer.ticker.advanceMillis(700);
        assertThat(hidden.get()).isNull();

        consumer.provider().returns("real");
        assertThat(demo.find("a")).isEqualTo("real");
        assertThat(demo.findLater("a").get()).isEqualTo("real");
    }

    @Test
    void aFiltersOwnAnswerIsNotKept() {
        boolean[] answers = {true};
        consumer.filters = List.of(new Filter() {
            @Override
            public String name() {
                return "answering";
            }

            @Override
            public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
                return answers[0] ? ResponseFuture.completed("filtered") : next.invoke(call);
            }
        });
        DemoService demo = consumer.reference();
        assertThat(demo.find("a")).isEqualTo("filtered");
        answers[0] = false;
        assertThat(demo.find("a")).startsWith("found a");
    }

    @Test
    void observersSeeCallsThatWereAnsweredFromTheCache() {
        List<String> seen = new ArrayList<>();
        consumer.observer = new RpcObserver() {
            @Override
            public void callEnded(Invocation call, @Nullable Throwable error, long elapsedNanos) {
                seen.add(call.method().name());
            }
        };
        DemoService demo = consumer.reference();
        demo.find("a");
        demo.find("a");
        assertThat(seen).containsExactly("find", "find");
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void aSynchronousAnswerFromTheCacheLeavesNothingInTheContext() {
        DemoService demo = consumer.reference();
        demo.find("a");
        RpcContext.getContext().setAttachment("once", "1");
        demo.find("a");
        demo.find("b");
        assertThat(consumer.provider().received().get(1).attachments()).doesNotContainKey("once");
        assertThat(Consumer.saved()).isNull();
    }

    @Test
    void threadsDoNotShareWhatIsTheirOwn() throws Exception {
        consumer.defaults.cache = "threadlocal";
        DemoService demo = consumer.reference();
        String mine = demo.find("a");
        Thread other = new Thread(() -> demo.find("a"));
        other.start();
        other.join();
        assertThat(sent()).isEqualTo(2);
        assertThat(demo.find("a")).isEqualTo(mine);
    }

    @Test
    void sizeAndTimeAreParameters() {
        consumer.defaults.cache = "expiring";
        consumer.defaults.parameters = Map.of("cache.size", "1", "cache.seconds", "2");
        DemoService demo = consumer.reference();
        demo.find("a");
        demo.find("a");
        assertThat(sent()).isEqualTo(1);
        consumer.ticker.advanceMillis(TimeUnit.SECONDS.toMillis(2));
        demo.find("a");
        assertThat(sent()).isEqualTo(2);
        demo.find("b");
        demo.find("a");
        assertThat(sent()).isEqualTo(4);
    }

    interface Shelf {
        @Nullable
        Object put(Object item);

        CompletableFuture<Object> putLater(Object item);
    }

    /** Cannot be written, for a reason that is no exception. */
    record Unwritable(boolean deep) implements Serializable {
        Object writeReplace() {
            throw deep ? new StackOverflowError() : new NoClassDefFoundError("com/acme/Gone");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCannotBeCopiedIsNotKeptAndDoesNoHarm(boolean deep) throws Exception {
        consumer.serviceInterface = Shelf.class;
        Shelf shelf = (Shelf) consumer.assemble().proxy();
        consumer.provider().returns("x");
        assertThat(shelf.put(new Unwritable(deep))).isEqualTo("x");

        consumer.provider().on(call -> Answer.HELD);
        CompletableFuture<Object> later = shelf.putLater("a");
        Unwritable result = new Unwritable(deep);
        consumer.provider().reply(result);
        assertThat(later.get(10, TimeUnit.SECONDS)).isSameAs(result);
    }

    @Test
    void wrongParametersAndAMissingSerializationAreMistakes() {
        consumer.defaults.parameters = Map.of("cache.size", "0", "cache.seconds", "soon");
        ResultCaches caches = new ResultCaches(null, EVERYTHING, consumer.ticker, () -> false);
        assertThat(caches.problems(consumer.settings()))
                .extracting(problem -> problem.message())
                .anyMatch(text -> text.startsWith("CFG-16 ") && text.contains("rpc-remoting-netty"))
                .anyMatch(text -> text.startsWith("CFG-03 dubbo:reference id \"demo\": attribute cache.size = \"0\""))
                .anyMatch(text ->
                        text.startsWith("CFG-02 dubbo:reference id \"demo\": attribute cache.seconds = \"soon\""))
                .hasSize(3);
    }
}
