// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.shop.OrderService;
import com.acme.shop.dto.Order;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ProtocolSettings.Dispatcher;
import io.tern.rpc.config.ProtocolSettings.ThreadPool;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExporterTest {
    private final Bench bench = new Bench();

    interface One {
        String one();
    }

    interface Two {
        String two();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static ProtocolSettings port(String id, @Nullable String host, int port, boolean search, int threads) {
        return new ProtocolSettings(
                id,
                "dubbo",
                host,
                port,
                search,
                ThreadPool.FIXED,
                threads,
                0,
                60_000,
                0,
                0,
                Dispatcher.ALL,
                ServerSettings.DEFAULT,
                true,
                null,
                Map.of("port", new Origin("dubbo:protocol", id, "port", "provider.xml")));
    }

    private ServiceExport one(ProtocolSettings protocol) {
        return bench.export(
                Bench.service(One.class, (One) () -> "one").on(protocol).settings());
    }

    private ServiceExport two(ProtocolSettings protocol) {
        return bench.export(
                Bench.service(Two.class, (Two) () -> "two").on(protocol).settings());
    }

    @Test
    void servicesOfOneProtocolShareItsPort() {
        one(port("a", "127.0.0.1", 20_880, false, 2));
        two(port("a", "127.0.0.1", 20_880, false, 2));
        two(port("b", "127.0.0.1", 20_881, false, 2));

        assertThat(bench.transport.servers).hasSize(2);
        assertThat(bench.send(bench.call(One.class, "one")).reply().value()).isEqualTo("one");
        assertThat(bench.send(bench.call(Two.class, "two")).reply().value()).isEqualTo("two");
    }

    @Test
    void portZeroIsAFreePortForEachProtocolElement() {
        ServiceExport first = one(port("a", "127.0.0.1", 0, false, 2));
        ServiceExport same = two(port("a", "127.0.0.1", 0, false, 2));
        ServiceExport other = two(port("b", "127.0.0.1", 0, false, 2));

        assertThat(first.addresses()).isEqualTo(same.addresses()).isNotEqualTo(other.addresses());
        assertThat(first.addresses().get(0).getPort()).isEqualTo(40_000);
    }

    @Test
    void aSearchedPortIsTheFirstFreeOneUpward() {
        bench.transport.taken.addAll(List.of(20_880, 20_881));

        assertThat(one(port("a", "127.0.0.1", 20_880, true, 2)).addresses())
                .extracting(InetSocketAddress::getPort)
                .containsExactly(20_882);
    }

    @Test
    void aPortInUseIsAnErrorThatNamesPortElementAndCure() {
        bench.transport.taken.add(20_880);

        assertThatThrownBy(() -> one(port("a", "127.0.0.1", 20_880, false, 2)))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContainingAll(
                        "127.0.0.1:20880", "already in use", "protocol a", "provider.xml", "port=\"-1\"");
    }

    @Test
    void twoProtocolsWithOnePortAndDifferentSettingsAreAnError() {
        one(port("a", "127.0.0.1", 20_880, false, 2));

        assertThatThrownBy(() -> two(port("b", "127.0.0.1", 20_880, false, 3)))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContainingAll("protocol b", "protocol a", "20880");
        two(port("c", "127.0.0.1", 20_880, false, 2));
        assertThat(bench.transport.servers).hasSize(1);
    }

    @Test
    void anUnknownHostIsAnError() {
        assertThatThrownBy(() -> one(port("a", "no such host.invalid", 20_880, false, 2)))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContainingAll("no such host.invalid", "protocol a");
    }

    @Test
    void withoutAHostEveryInterfaceIsBoundAndOneLineSaysHowToNarrowIt() {
        try (Logged log = new Logged(Exporter.class.getName())) {
            one(port("a", null, 20_880, false, 2));
            two(port("a", null, 20_880, false, 2));

            assertThat(log.texts())
                    .filteredOn(text -> text.startsWith("WARN"))
                    .singleElement()
                    .satisfies(text -> assertThat(text).contains("host=\"<address>\""));
        }
        assertThat(bench.transport.servers.get(0).asked.getAddress().isAnyLocalAddress())
                .isTrue();
    }

    @Test
    void theSameServiceTwiceOnAPortIsAnError() {
        one(port("a", "127.0.0.1", 20_880, false, 2));

        assertThatThrownBy(() -> one(port("a", "127.0.0.1", 20_880, false, 2)))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContainingAll(One.class.getName(), "already");
    }

    @Test
    void exportingOpensTheGateForTheInterface() {
        assertThat(bench.gate.admits(Order.class.getName())).isFalse();
        bench.export(Bench.service(OrderService.class, null).settings());

        assertThat(bench.gate.admits(Order.class.getName())).isTrue();
    }

    @Test
    void drainingWaitsForRunningRequestsAndStillServesNewOnes() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        bench.export(Bench.service(One.class, (One) () -> {
                    running.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        return "interrupted";
                    }
                    return "one";
                })
                .settings());
        two(Bench.protocol("p", 20_880, ThreadPool.FIXED, 4, 0, Dispatcher.ALL));
        bench.transport.servers.get(0).connections = 1;
        FakeCall slow = bench.send(bench.call(One.class, "one"));
        running.await();
        bench.exporter.announceShutdown();
        assertThat(bench.transport.servers.get(0).announced).isTrue();
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> bench.exporter.drain(20_000, 0));

        assertThat(bench.send(bench.call(Two.class, "two")).reply().value()).isEqualTo("two");
        assertThat(drained).isNotDone();
        release.countDown();

        assertThat(slow.reply().value()).isEqualTo("one");
        assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
        FakeCall.Reply refused = bench.send(bench.call(Two.class, "two")).reply();
        assertThat(refused.status()).isEqualTo(ReplyStatus.THREADPOOL_EXHAUSTED);
        assertThat(refused.text()).contains("shutting down");
        bench.exporter.close();
        assertThat(bench.transport.servers).allMatch(server -> server.closed);
    }

    @Test
    void aPortListensWhereTheEnvironmentSays() {
        bench.binding = written -> port("a", "127.0.0.2", 20_990, false, 2);
        ProtocolSettings written = port("a", "127.0.0.1", 20_880, false, 2);
        ServiceExport first = one(written);
        two(port("a", "127.0.0.1", 20_880, false, 2));

        assertThat(bench.transport.servers)
                .singleElement()
                .satisfies(server -> assertThat(server.asked).isEqualTo(new InetSocketAddress("127.0.0.2", 20_990)));
        assertThat(first.ports()).containsOnlyKeys(written);
        assertThat(first.ports().get(written).getPort()).isEqualTo(20_990);
    }

    @Test
    void aServiceIsServedOutByItselfHoweverBusyTheOthersAre() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ServiceExport busy = bench.export(Bench.service(One.class, (One) () -> {
                    running.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        return "interrupted";
                    }
                    return "one";
                })
                .settings());
        ServiceExport idle = two(Bench.protocol("p", 20_880, ThreadPool.FIXED, 4, 0, Dispatcher.ALL));
        bench.transport.servers.get(0).connections = 1;
        bench.send(bench.call(Two.class, "two")).reply();
        FakeCall slow = bench.send(bench.call(One.class, "one"));
        running.await();

        assertThat(idle.serveOut(20, 10_000)).isTrue();
        assertThat(busy.serveOut(20, 100)).as("its own request runs").isFalse();
        CompletableFuture<Boolean> served = CompletableFuture.supplyAsync(() -> busy.serveOut(20, 10_000));
        release.countDown();
        assertThat(slow.reply().value()).isEqualTo("one");
        assertThat(served.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void requestsThatWaitForAThreadEndAsUsualThoughTheirServiceIsTakenAway() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ServiceExport export = bench.export(Bench.service(One.class, (One) () -> {
                    running.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "one";
                })
                .pool(ThreadPool.FIXED, 1, 10)
                .settings());
        two(Bench.protocol("p", 20_880, ThreadPool.FIXED, 1, 10, Dispatcher.ALL));
        bench.transport.servers.get(0).connections = 1;
        FakeCall first = bench.send(bench.call(Two.class, "two"));
        assertThat(first.reply().value()).isEqualTo("two");
        FakeCall served = bench.send(bench.call(One.class, "one"));
        running.await();
        FakeCall queued = bench.send(bench.call(One.class, "one"));
        assertThat(export.serveOut(10, 50)).as("one runs, and one waits").isFalse();
        export.unexport();
        FakeCall late = bench.send(bench.call(Bench.head(Two.class, "two"), Map.of()));
        CompletableFuture<Boolean> out = CompletableFuture.supplyAsync(() -> export.serveOut(10, 10_000));
        release.countDown();

        assertThat(served.reply().value()).isEqualTo("one");
        assertThat(queued.reply().value()).isEqualTo("one");
        assertThat(late.reply().value()).isEqualTo("two");
        assertThat(out.get(10, TimeUnit.SECONDS)).as("every one is counted out").isTrue();
    }

    @Test
    void aServiceThatIsTakenAwayWaitsForRequestsThatHaveNoThreadYet() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ServiceExport idle = bench.export(Bench.service(One.class, (One) () -> "one")
                .pool(ThreadPool.FIXED, 1, 10)
                .settings());
        bench.export(Bench.service(Two.class, (Two) () -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "two";
                })
                .pool(ThreadPool.FIXED, 1, 10)
                .settings());
        bench.transport.servers.get(0).connections = 1;
        FakeCall busy = bench.send(bench.call(Two.class, "two"));
        FakeCall queued = bench.send(bench.call(One.class, "one"));
        assertThat(idle.serveOut(10, 50)).isFalse();
        release.countDown();
        assertThat(busy.reply().value()).isEqualTo("two");
        assertThat(queued.reply().value()).isEqualTo("one");
        assertThat(idle.serveOut(10, 10_000)).isTrue();
    }

    @Test
    void drainingEndsAtItsLimit() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        bench.export(Bench.service(One.class, (One) () -> {
                    running.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "interrupted";
                })
                .settings());
        FakeCall stuck = bench.send(bench.call(One.class, "one"));
        running.await();

        assertThat(bench.exporter.drain(50, 0)).isFalse();
        bench.exporter.close();
        assertThat(stuck.reply().value()).isEqualTo("interrupted");
        assertThatThrownBy(() -> two(port("a", "127.0.0.1", 20_881, false, 2)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aThousandStartsAndStopsLeaveNoThread() {
        for (int i = 0; i < 1_000; i++) {
            try (Bench one = new Bench()) {
                one.export(Bench.service(One.class, (One) () -> "one")
                        .accessLog("true")
                        .settings());
                one.send(one.call(One.class, "one")).reply();
            }
        }
        org.awaitility.Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("tern-")
                                && thread.getName().contains("-bench-")));
    }
}
