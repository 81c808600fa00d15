// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcLimitException;
import io.tern.rpc.core.internal.mock.Mocks;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements 31 to 35 and 67 in the whole chain: retries and mock; each test is named after its number. */
class MockStatementsTest {
    private final Consumer consumer = new Consumer();

    @AfterEach
    void close() {
        consumer.close();
    }

    private DemoService mocked(String mock) {
        consumer.defaults.mock = mock;
        consumer.check = false;
        consumer.mocked = new Mocks(consumer.ticker, () -> false).of(consumer.settings());
        return consumer.reference();
    }

    private DemoService mockedAsync(String mock) {
        consumer.defaults.async = true;
        return mocked(mock);
    }

    @Test
    void s31AsynchronousCallsAreTriedOnce() throws Exception {
        DemoService demo = consumer.asyncReference();
        consumer.provider().silent();
        demo.find("a");
        CompletableFuture<String> future = Consumer.saved();
        consumer.ticker.advanceMillis(700);

        assertThat(future.handle((value, error) -> error).get()).isNotNull();
        assertThat(consumer.provider().received()).hasSize(1);
    }

    @Test
    void s32SynchronousCallsAreTriedAgainAlsoWithOneUrl() {
        DemoService demo = consumer.reference();
        consumer.provider().silent();

        assertThatThrownBy(() -> demo.find("a")).hasMessageContaining("Tried 3 times");
        assertThat(consumer.provider().received()).hasSize(3);
    }

    @Test
    void s33ADeadServersCallReturnsNullAndTheFutureHasTheMock() throws Exception {
        DemoService demo = mockedAsync("return mocked");
        consumer.provider().goDown("nobody there");

        assertThat(demo.find("a")).isNull();
        assertThat(Consumer.saved().get()).isEqualTo("mocked");
    }

    @Test
    void s34ATooLateAnswerIsReplacedByTheMock() throws Exception {
        DemoService demo = mockedAsync("return mocked");
        consumer.provider().silent();
        assertThat(demo.find("a")).isNull();
        CompletableFuture<String> future = Consumer.saved();
        assertThat(future).isNotDone();

        consumer.ticker.advanceMillis(700);

        assertThat(future.get()).isEqualTo("mocked");
    }

    @Test
    void s35AForcedMockIsADoneFutureAndNothingIsSent() throws Exception {
        DemoService demo = mockedAsync("force:return mocked");

        assertThat(demo.find("a")).isNull();
        assertThat(Consumer.saved()).isDone();
        assertThat(Consumer.saved().get()).isEqualTo("mocked");
        assertThat(consumer.provider().received()).isEmpty();
    }

    @Test
    void aSynchronousCallReturnsTheMock() throws Exception {
        DemoService demo = mocked("return 5");
        consumer.provider().goDown("nobody there");

        assertThat(demo.asInt()).isEqualTo(5);
        assertThat(demo.find("a")).isEqualTo("5");
        demo.save("a");
    }

    @Test
    void aOneWayCallThatCannotBeSentReturnsNothing() {
        consumer.method("asInt").oneWay = true;
        consumer.method("asInt").mock = "return 5";
        DemoService demo = mocked("return 5");
        consumer.provider().goDown("nobody there");

        assertThat(demo.asInt()).isZero();
        assertThat(Consumer.saved()).isNull();
    }

    @Test
    void s67TheSlotIsHeldUntilTheMocksAnswer() throws Exception {
        consumer.defaults.actives = 1;
        consumer.defaults.timeoutMillis = 50;
        DemoService demo = mockedAsync("return mocked");
        demo.find("a");
        CompletableFuture<String> first = Consumer.saved();

        assertThatThrownBy(() -> demo.find("b")).isInstanceOf(RpcLimitException.class);
        assertThat(first).isNotDone();
        consumer.ticker.advanceMillis(700);
        assertThat(first.get()).isEqualTo("mocked");

        demo.find("c");
        assertThat(Consumer.saved()).isNotNull();
    }

    @Test
    void aMockThatRemembersIsOneObjectForAllMethods() {
        consumer.method("asInt").mock = Counting.class.getName();
        DemoService demo = mocked("force:" + Counting.class.getName());
        consumer.provider().goDown("nobody there");

        assertThat(demo.sum(2, 3)).isEqualTo(5);
        assertThat(demo.sum(2, 3)).isEqualTo(10);
        assertThat(demo.asInt()).isEqualTo(10);
    }

    /** Remembers a sum. */
    static final class Counting implements DemoService {
        private int total;

        @Override
        public String find(String id) {
            return id;
        }

        @Override
        public CompletableFuture<String> findLater(String id) {
            return CompletableFuture.completedFuture(id);
        }

        @Override
        public void save(String id) {}

        @Override
        public boolean isBoolean() {
            return false;
        }

        @Override
        public byte asByte() {
            return 0;
        }

        @Override
        public short asShort() {
            return 0;
        }

        @Override
        public char asChar() {
            return 0;
        }

        @Override
        public int asInt() {
            return total;
        }

        @Override
        public long asLong() {
            return total;
        }

        @Override
        public float asFloat() {
            return 0;
        }

        @Override
        public double asDouble() {
            return 0;
        }

        @Override
        public int sum(int a, int b) {
            total += a + b;
            return total;
        }
    }
}
