// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.CallFacts;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.fixture.ReferencePlan;
import io.tern.rpc.core.internal.balance.RandomBalancer;
import io.tern.rpc.core.internal.directory.StaticDirectory;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.MethodDescriptor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MocksTest {
    private boolean onEventLoop;
    private final FakeTicker ticker = new FakeTicker();
    private final List<Invocation> sent = new ArrayList<>();
    private final LogCapture log = new LogCapture(MockInvoker.class);
    private Function<Invocation, ResponseFuture<@Nullable Object>> answer =
            call -> ResponseFuture.completed("of the provider");

    /** Cannot stand in: no object of it can be made. */
    abstract static class Unfinished implements StockService {}

    @AfterEach
    void close() {
        log.close();
    }

    private static ReferenceSettings reference(@Nullable String method, String mock) {
        return reference(StockService.class, method, mock);
    }

    private static ReferenceSettings reference(Class<?> type, @Nullable String method, String mock) {
        MethodPlan plan = new MethodPlan();
        plan.mock = mock;
        ReferencePlan reference = new ReferencePlan();
        if (method == null) {
            reference.defaults = plan.settings("*");
        } else {
            reference.methods = Map.of(method, plan.settings(method));
        }
        return reference.settings(type);
    }

    private static List<String> problems(@Nullable String method, String mock) {
        return Mocks.problems(reference(method, mock)).stream()
                .map(ConfigProblem::message)
                .toList();
    }

    private Invoker join(String mock) {
        ReferenceSettings reference = reference(null, mock);
        return new Mocks(ticker, () -> onEventLoop)
                .of(reference)
                .apply(new FakeCluster())
                .join(new StaticDirectory(reference.service(), List.of()), new RandomBalancer(), reference.defaults());
    }

    private ResponseFuture<@Nullable Object> invoke(String mock, String method, CallMode mode) {
        return join(mock).invoke(call(LiteralTest.method(method), mode));
    }

    private Invocation call(MethodDescriptor method, CallMode mode) {
        CallOptions options = new CallOptions(mode, false, TimeUnit.SECONDS.toNanos(1), 0);
        Object[] arguments = method.parameterTypes().isEmpty() ? new Object[0] : new Object[] {"a"};
        return new Invocation(
                ServiceKey.of(StockService.class), method, options, arguments, null, ticker.nanos(), null);
    }

    private static CallFacts facts() {
        return new CallFacts("StockService#text(String)", null, Duration.ZERO, Delivery.MAYBE_EXECUTED);
    }

    private void fails() {
        answer = call -> ResponseFuture.failed(new RpcConnectionException("lost", facts(), null));
    }

    private final class FakeCluster implements Cluster {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
            return call -> {
                sent.add(call);
                return answer.apply(call);
            };
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "default",
                "fail",
                "force",
                "force:true",
                "io.tern.rpc.core.internal.mock.StockServiceMock",
                "return null",
                "return empty",
                "throw",
                "force:throw java.lang.IllegalStateException",
                "throw io.tern.rpc.RpcException"
            })
    void legalMocksHaveNoProblems(String mock) {
        assertThat(problems(null, mock)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text   | ' '                           | CFG-10 | is not a mock",
                "text   | retrun null                   | CFG-10 | is not a mock",
                "text   | force:                        | CFG-10 | is not a mock",
                "number | return abc                    | CFG-10 | does not fit",
                "items  | return [{'nme': 1}]           | CFG-10 | has nothing of the name nme",
                "items  | return [                      | CFG-10 | it is no JSON",
                "text   | com.acme.Missing              | CFG-08 | com.acme.Missing",
                "text   | throw com.acme.Missing        | CFG-08 | com.acme.Missing",
                "text   | java.lang.String              | CFG-08 | does not implement",
                "text   | throw java.lang.String        | CFG-08 | is no exception",
                "text   | throw java.util.NoSuchElementExceptions | CFG-08 | not a class that can be loaded",
                "text   | throw java.util.ConcurrentModificationException$No | CFG-08 | not a class that can be loaded",
                "text   | io.tern.rpc.core.internal.mock.StockService | CFG-08 | is abstract",
                "text   | io.tern.rpc.core.internal.mock.MocksTest$Unfinished | CFG-08 | is abstract",
                "text   | io.tern.rpc.core.internal.mock.MocksTest$Demanding | CFG-08 | no constructor without parameters",
                "text   | throw io.tern.rpc.core.internal.mock.MocksTest$Silent | CFG-08 | no constructor that takes a message",
            })
    void mistakesAreFoundAtStart(String method, String mock, String code, String text) {
        assertThat(problems(method, mock)).singleElement().asString().contains(code, "mock = ", text);
    }

    /** Has no constructor without parameters. */
    static final class Demanding extends StockServiceMock {
        Demanding(int saved) {
            this.saved = saved;
        }
    }

    /** Takes no message. */
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void theDefaultClassThatIsMissingIsNamed() {
        assertThat(Mocks.problems(reference(Runnable.class, null, "true")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("CFG-08", "java.lang.RunnableMock"));
    }

    @Test
    void settingsThatComeLaterAreCheckedWhenTheyAreJoined() {
        assertThatThrownBy(() -> join("retrun null"))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("CFG-10");
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void aCallThatSucceedsIsNotMocked(CallMode mode) throws Exception {
        assertThat(invoke("return 'mocked'", "text", mode).get()).isEqualTo("of the provider");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aFailedCallReturnsTheMock() throws Throwable {
        fails();
        assertThat(invoke("return 'mocked'", "text", CallMode.SYNC).await()).isEqualTo("mocked");
        assertThat(invoke("true", "text", CallMode.SYNC).await()).isEqualTo("mocked a");
        assertThat(invoke("fail:return null", "number", CallMode.SYNC).await()).isEqualTo(0);
        assertThat(sent).hasSize(3);
        assertThat(log.lines())
                .hasSize(3)
                .allMatch(line -> line.contains("Answered by the mock") && line.contains("lost"));
    }

    @Test
    void exceptionsOfTheServiceAreNotMocked() {
        for (Throwable error : List.of(
                new IllegalStateException("of the service"),
                new RpcException("of the service"),
                new RpcException(RpcException.BIZ_EXCEPTION, "of the service", null, facts(), true))) {
            answer = call -> ResponseFuture.failed(error);
            assertThatThrownBy(() ->
                            invoke("return 'mocked'", "text", CallMode.SYNC).await())
                    .isSameAs(error);
        }
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void withForceNothingIsSent(CallMode mode) throws Exception {
        ResponseFuture<@Nullable Object> future = invoke("force:return 'mocked'", "text", mode);
        assertThat(future).isDone();
        assertThat(future.get()).isEqualTo(mode == CallMode.ONEWAY ? null : "mocked");
        assertThat(invoke("force", "number", mode).get()).isEqualTo(mode == CallMode.ONEWAY ? null : 0);
        assertThat(sent).isEmpty();
    }

    @Test
    void throwThrowsTheClassOrAnRpcException() {
        fails();
        assertThatThrownBy(() -> invoke("throw java.lang.IllegalStateException", "text", CallMode.SYNC)
                        .await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mock");
        assertThatThrownBy(() -> invoke("force:throw", "text", CallMode.SYNC).await())
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.getCode()).isEqualTo(RpcException.UNKNOWN_EXCEPTION))
                .hasMessageContaining("mock");
    }

    @Test
    void whatAMockThrowsReachesTheCaller() {
        fails();
        assertThatThrownBy(() -> invoke("true", "number", CallMode.SYNC).await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("of the mock");
    }

    @Test
    void allMethodsOfAReferenceHaveOneMockObject() throws Exception {
        ReferenceSettings reference = reference(null, "force:true");
        Cluster cluster = new Mocks(ticker, () -> onEventLoop).of(reference).apply(new FakeCluster());
        Directory directory = new StaticDirectory(reference.service(), List.of());
        List<Object> seen = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            seen.add(cluster.join(directory, new RandomBalancer(), reference.defaults())
                    .invoke(call(LiteralTest.method("any"), CallMode.SYNC))
                    .get());
        }
        assertThat(seen.get(0)).isInstanceOf(StockServiceMock.class).isSameAs(seen.get(1));
    }

    @Test
    void allClustersOfAReferenceAndAllWaysToWriteAClassHaveOneMockObject() throws Exception {
        Set<Object> seen = new HashSet<>();
        ReferenceSettings reference = reference(null, "true");
        UnaryOperator<Cluster> mocked = new Mocks(ticker, () -> false).of(reference);
        fails();
        for (String mock : List.of("true", "force:true", StockServiceMock.class.getName(), "default")) {
            Cluster cluster = mocked.apply(new FakeCluster());
            seen.add(cluster.join(
                            new StaticDirectory(reference.service(), List.of()),
                            new RandomBalancer(),
                            reference(null, mock).defaults())
                    .invoke(call(LiteralTest.method("any"), CallMode.SYNC))
                    .get());
        }
        assertThat(seen).hasSize(1);
    }

    /** The event loop would wait for what the mock does. */
    @Test
    void anEventLoopMayNotWaitForAMocksFuture() throws Exception {
        ResponseFuture<@Nullable Object> future = invoke("force:true", "later", CallMode.FUTURE);
        onEventLoop = true;
        assertThatThrownBy(future::get)
                .isInstanceOf(RpcException.class)
                .hasMessageContainingAll("Blocking call on an event loop", "later");
        assertThatThrownBy(() -> future.get(1, TimeUnit.SECONDS)).isInstanceOf(RpcException.class);
        assertThatThrownBy(future::join).isInstanceOf(RpcException.class);
    }

    @Test
    void aOneWayCallThatCannotBeSentRunsTheMockAndReturnsNothing() throws Exception {
        fails();
        ReferenceSettings reference = reference(null, "true");
        Invoker invoker = new Mocks(ticker, () -> onEventLoop)
                .of(reference)
                .apply(new FakeCluster())
                .join(new StaticDirectory(reference.service(), List.of()), new RandomBalancer(), reference.defaults());
        assertThat(invoker.invoke(call(LiteralTest.method("save"), CallMode.ONEWAY))
                        .get())
                .isNull();
        StockServiceMock mock = (StockServiceMock)
                invoker.invoke(call(LiteralTest.method("any"), CallMode.SYNC)).get();
        assertThat(mock.saved).isEqualTo(1);
    }

    @Test
    void aMocksOwnFutureIsTheOutcome() throws Exception {
        fails();
        Invoker invoker = join("true");
        StockServiceMock mock = (StockServiceMock)
                invoker.invoke(call(LiteralTest.method("any"), CallMode.SYNC)).get();
        ResponseFuture<@Nullable Object> future = invoker.invoke(call(LiteralTest.method("later"), CallMode.FUTURE));
        assertThat(future).isNotDone();
        StockService.Item item = new StockService.Item();
        mock.later.complete(item);
        assertThat(future.get()).isSameAs(item);
    }

    @Test
    void anAsynchronousCallThatFailsLateIsMocked() throws Exception {
        Held held = new Held();
        answer = call -> held;
        ResponseFuture<@Nullable Object> future = invoke("return 'mocked'", "text", CallMode.FUTURE);
        assertThat(future).isNotDone();

        held.completeExceptionally(new RpcTimeoutException("slow", facts(), null));

        assertThat(future.get()).isEqualTo("mocked");
        assertThat(future.remoteAddress()).isEqualTo(held.remoteAddress());
        assertThat(future.elapsed()).hasMillis(9);
    }

    @Test
    void anAsynchronousCallThatIsCancelledIsNot() {
        Held held = new Held();
        answer = call -> held;
        ResponseFuture<@Nullable Object> future = invoke("return 'mocked'", "text", CallMode.FUTURE);

        future.cancel(true);

        assertThat(held).isCancelled();
        assertThat(future).isCancelled();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void cancellingAMockedCallReachesTheMocksFuture() throws Exception {
        Held held = new Held();
        answer = call -> call.method().name().equals("later")
                ? held
                : ResponseFuture.failed(new RpcConnectionException("lost", facts(), null));
        Invoker invoker = join("true");
        StockServiceMock mock = (StockServiceMock)
                invoker.invoke(call(LiteralTest.method("any"), CallMode.SYNC)).get();
        ResponseFuture<@Nullable Object> future = invoker.invoke(call(LiteralTest.method("later"), CallMode.FUTURE));
        held.completeExceptionally(new RpcTimeoutException("slow", facts(), null));
        assertThat(future).isNotDone();

        future.cancel(true);

        assertThat(mock.later).isCancelled();
    }

    @Test
    void echoesAreAlwaysSent() throws Exception {
        MethodDescriptor echo = MethodDescriptor.echo(99, StockService.class);
        answer = call -> ResponseFuture.completed("echo");
        assertThat(join("force:return null").invoke(call(echo, CallMode.SYNC)).get())
                .isEqualTo("echo");
        assertThat(sent).hasSize(1);
    }

    private static final class Held extends ResponseFuture<@Nullable Object> {
        @Override
        public Map<String, Object> attachments() {
            return Map.of();
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return InetSocketAddress.createUnresolved("10.0.0.1", 20_880);
        }

        @Override
        public Duration elapsed() {
            return Duration.ofMillis(9);
        }

        @Override
        public @Nullable Object await() {
            throw new AssertionError("Nobody awaits an asynchronous call");
        }
    }
}
