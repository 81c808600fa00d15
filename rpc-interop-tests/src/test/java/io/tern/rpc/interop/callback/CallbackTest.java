// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.callback;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.callback.Hub.Ear;
import io.tern.rpc.interop.callback.HubBench.TestEar;
import io.tern.rpc.interop.fixture.LocalTern;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callback arguments mean, over real sockets, with Tern at both ends. */
@Timeout(60)
class CallbackTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static void awaitCounts(HubBench bench, int objects, int proxies) {
        LocalTern.await(
                objects + " objects and " + proxies + " proxies",
                SOON,
                () -> bench.consumer.stats().callbackObjects() == objects
                        && bench.provider.stats().callbackProxies() == proxies);
    }

    @Test
    void theProviderCallsTheConsumersObject() throws Exception {
        try (HubBench bench = new HubBench()) {
            Hub hub = bench.hub();
            TestEar ear = new TestEar("one");
            assertThat(hub.add(ear)).isEqualTo(1);
            // While its consumer waits for an answer, and at any time.
            assertThat(hub.tell("a")).isEqualTo("one heard a");
            assertThat(bench.newest().hear("b")).isEqualTo("one heard b");
            assertThat(bench.newest().shout("c")).isEqualTo("one heard C");
            assertThat(bench.newest().hearLater("d").get(5, SECONDS)).isEqualTo("one heard d");
            assertThat(bench.newest().count(new Hub.Sound("bell", 7))).isEqualTo(11);
            assertThat(ear.heard).containsExactly("a", "b", "C", "d");
            assertThat(bench.newest())
                    .isNotSameAs(ear)
                    .hasToString(bench.newest().toString());
            assertThat(hub.echo("plain")).isEqualTo("plain");
            awaitCounts(bench, 1, 1);
        }
    }

    @Test
    void aNullStaysNull() {
        try (HubBench bench = new HubBench()) {
            assertThat(bench.hub().addBoth(new TestEar("one"), "x", null)).isEqualTo(2);
            assertThat(bench.ears.get(0).hear("a")).isEqualTo("one heard a");
            assertThat(bench.newest()).isNull();
        }
    }

    @Test
    void theSameObjectIsTheSameProxyAndCountsOnce() {
        try (HubBench bench = new HubBench(element -> element.set("callbacks", 1))) {
            Hub hub = bench.hub(element -> {});
            TestEar ear = new TestEar("one");
            for (int i = 0; i < 5; i++) {
                hub.add(ear);
            }
            hub.addBoth(ear, "x", ear);
            assertThat(bench.ears).hasSize(7).allMatch(each -> each == bench.newest());
            awaitCounts(bench, 1, 1);
        }
    }

    @Test
    void theObjectsExceptionReachesTheProvider() {
        try (HubBench bench = new HubBench()) {
            bench.hub().add(new TestEar(text -> {
                throw new IllegalStateException("no " + text);
            }));
            assertThatThrownBy(() -> bench.newest().hear("a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no a");
            assertThatThrownBy(() -> bench.newest().hearLater("b").get(5, SECONDS))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("no b");
            assertThatThrownBy(() -> bench.hub().tell("c"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no c");
        }
    }

    @Test
    void whatIsRemovedIsGoneOnBothSides() {
        try (HubBench bench = new HubBench()) {
            Hub hub = bench.hub();
            TestEar one = new TestEar("one");
            TestEar two = new TestEar("two");
            hub.addBoth(one, "x", two);
            awaitCounts(bench, 2, 2);
            Ear proxy = bench.ears.get(0);
            assertThat(hub.remove(one)).isTrue();
            awaitCounts(bench, 1, 1);
            assertThatThrownBy(() -> proxy.hear("a"))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("has removed the callback object");
            assertThat(bench.newest().hear("b")).isEqualTo("two heard b");
            // Unknown by now, and never known: the service is called all the same.
            assertThat(hub.remove(one)).isFalse();
            assertThat(hub.remove(new TestEar("three"))).isFalse();
            assertThat(one.heard).isEmpty();
            hub.add(one);
            assertThat(bench.newest()).isNotSameAs(proxy);
            assertThat(bench.newest().hear("c")).isEqualTo("one heard c");
        }
    }

    @Test
    void theConsumersLimitRefusesTheNextObject() {
        try (HubBench bench = new HubBench(element -> element.set("callbacks", 10))) {
            Hub hub = bench.hub(element -> element.set("callbacks", 2));
            TestEar one = new TestEar("one");
            hub.addBoth(one, "x", new TestEar("two"));
            TestEar three = new TestEar("three");
            assertThatThrownBy(() -> hub.add(three))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("Hub#add(Ear)", "callbacks=\"2\"", Ear.class.getName(), "raise callbacks");
            assertThat(bench.ears).hasSize(2);
            awaitCounts(bench, 2, 2);
            hub.remove(one);
            hub.add(three);
            assertThat(bench.newest().hear("a")).isEqualTo("three heard a");
            // Half of a call that is refused leaves nothing behind.
            hub.remove(three);
            assertThatThrownBy(() -> hub.addBoth(three, "x", one)).isInstanceOf(IllegalStateException.class);
            awaitCounts(bench, 1, 1);
        }
    }

    @Test
    void theProvidersLimitRefusesTheNextObject() {
        try (HubBench bench = new HubBench(element -> {})) {
            Hub hub = bench.hub(element -> element.set("callbacks", 10));
            hub.add(new TestEar("one"));
            assertThatThrownBy(() -> hub.add(new TestEar("two")))
                    .isInstanceOf(RpcServerException.class)
                    .hasMessageContainingAll("Hub#add(Ear)", "status 70", "callbacks=\"1\"", Ear.class.getName());
            assertThat(bench.ears).hasSize(1);
            awaitCounts(bench, 1, 1);
            // Another connection has a limit of its own.
            try (Tern other = LocalTern.consumer()) {
                HubBench.hub(other, LocalTern.url(bench.service), element -> {}).add(new TestEar("other"));
                assertThat(bench.newest().hear("a")).isEqualTo("other heard a");
            }
        }
    }

    @Test
    void withTheConnectionAllIsGone() {
        try (HubBench bench = new HubBench()) {
            Tern leaving = LocalTern.consumer();
            TestEar ear = new TestEar("one");
            HubBench.hub(leaving, LocalTern.url(bench.service), element -> {}).add(ear);
            assertThat(bench.newest().hear("a")).isEqualTo("one heard a");
            leaving.close();
            LocalTern.await("no proxy", SOON, () -> bench.provider.stats().callbackProxies() == 0);
            assertThat(leaving.stats().callbackObjects()).isZero();
            assertThatThrownBy(() -> bench.newest().hear("b"))
                    .isInstanceOf(RpcConnectionException.class)
                    .matches(error -> ((RpcException) error).getCode() == RpcException.NETWORK_EXCEPTION)
                    .hasMessageContaining("the connection is closed");
            assertThatThrownBy(() -> bench.newest().hearLater("b").get(5, SECONDS))
                    .hasCauseInstanceOf(RpcConnectionException.class);
            assertThat(ear.heard).containsExactly("a");
        }
    }

    @Test
    void aCallbackMayCallItsProviderAndBeCalledBackInTurn() {
        try (HubBench bench = new HubBench()) {
            Hub hub = bench.hub();
            BlockingQueue<String> threads = new LinkedBlockingQueue<>();
            hub.add(new TestEar(text -> {
                threads.add(Thread.currentThread().getName());
                int depth = Integer.parseInt(text);
                return depth == 0 ? "end" : depth + " " + hub.tell("" + (depth - 1));
            }));
            assertThat(hub.tell("9")).isEqualTo("9 8 7 6 5 4 3 2 1 end");
            assertThat(threads).hasSize(10).allMatch(name -> name.startsWith("tern-callback-"));
        }
    }

    @Test
    void callbacksThatBlockDoNotHoldUpOthers() throws Exception {
        try (HubBench bench = new HubBench()) {
            CountDownLatch release = new CountDownLatch(1);
            Hub hub = bench.hub();
            hub.add(new TestEar(text -> {
                try {
                    if (text.startsWith("block")) {
                        release.await(20, SECONDS);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return text;
            }));
            List<CompletableFuture<String>> blocked =
                    List.of(bench.newest().hearLater("block1"), bench.newest().hearLater("block2"));
            CompletableFuture<String> sync =
                    CompletableFuture.supplyAsync(() -> bench.newest().hear("block3"), LocalTern.threads());
            assertThat(bench.newest().hear("free")).isEqualTo("free");
            assertThat(hub.echo("free")).isEqualTo("free");
            release.countDown();
            assertThat(sync.get(5, SECONDS)).isEqualTo("block3");
            for (CompletableFuture<String> each : blocked) {
                assertThat(each.get(5, SECONDS)).startsWith("block");
            }
        }
    }

    @Test
    void theServicesParametersDecideHowCallbacksAreCalled() {
        try (HubBench bench = new HubBench(element ->
                element.set("callbacks", 3).parameter("hear.timeout", "150").parameter("ring.return", "false"))) {
            CountDownLatch release = new CountDownLatch(1);
            TestEar ear = new TestEar(text -> {
                try {
                    release.await(20, SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return text;
            });
            bench.hub().add(ear);
            assertThatThrownBy(() -> bench.newest().hear("slow"))
                    .isInstanceOf(RpcTimeoutException.class)
                    .hasMessageContaining("timeout 150 ms");
            bench.newest().ring("one-way"); // returns at once
            LocalTern.await("it rings", SOON, () -> ear.heard.contains("one-way"));
            release.countDown();
        }
    }

    @Test
    void aCallbackHasAContext() {
        try (HubBench bench = new HubBench()) {
            bench.hub().add(new TestEar(text -> {
                RpcContext context = RpcContext.getContext();
                RpcContext.getServerContext().setAttachment("answer", "42");
                return context.isProviderSide() + " " + context.getMethodName() + " " + context.getRemotePort() + " "
                        + context.getAttachment("key") + " "
                        + context.getAttachments().size();
            }));
            RpcContext.getContext().setAttachment("key", "value");
            int port = LocalTern.address(bench.service).getPort();
            assertThat(bench.newest().hear("a")).isEqualTo("true hear " + port + " value 1");
            assertThat(RpcContext.getServerContext().getAttachment("answer")).isEqualTo("42");
        }
    }

    @Test
    void aMethodWithoutCallbackTakesItsArgumentsAsValues() {
        try (HubBench bench = new HubBench()) {
            Hub plain = LocalTern.stub(bench.consumer, Hub.class, LocalTern.url(bench.service));
            // Nobody said that it is a callback, and it is no value.
            assertThatThrownBy(() -> plain.add(new TestEar("one"))).isInstanceOf(RpcException.class);
            assertThat(bench.ears).isEmpty();
            awaitCounts(bench, 0, 0);
        }
    }

    @Test
    void twoReferencesOnOneConnectionShareTheirObjects() {
        try (HubBench bench = new HubBench(element -> element.set("callbacks", 1))) {
            TestEar ear = new TestEar("one");
            Hub first = bench.hub(element -> {});
            Hub second = bench.hub(element -> {});
            first.add(ear);
            second.add(ear);
            assertThat(bench.ears.get(0)).isSameAs(bench.ears.get(1));
            assertThat(second.remove(ear)).isTrue();
            assertThat(bench.ears).isEmpty();
            awaitCounts(bench, 0, 0);
        }
    }

    @Test
    void insideTheProcessAnAttachmentOfTheUserIsNoId() {
        try (HubBench bench = new HubBench()) {
            Hub hub = bench.provider.refer(Hub.class, HubBench::methods).get();
            TestEar ear = new TestEar("one");
            for (Object id : List.of("1", 1)) {
                RpcContext.getContext().setAttachment("sys_callback_arg-0", id);
                hub.add(ear);
                assertThat(hub.tell("a")).isEqualTo("one heard a");
            }
            RpcContext.getContext().setAttachment("sys_callback_arg-0", "1");
            assertThat(hub.remove(ear)).isTrue();
            awaitCounts(bench, 0, 0);
        }
    }
}
