// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.fixture.FakeProvider;
import io.tern.rpc.core.fixture.FakeProvider.Received;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.RegistryPlan;
import io.tern.rpc.core.internal.cluster.AvailableCluster;
import io.tern.rpc.core.internal.cluster.BroadcastCluster;
import io.tern.rpc.core.internal.cluster.FailfastCluster;
import io.tern.rpc.core.internal.cluster.ForkingCluster;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.registry.Category;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings for one call only: rank 1 of the precedence. */
class NextCallTest {
    private static final String FIRST = "10.0.0.1:20880";
    private static final String SECOND = "10.0.0.2:20880";
    private static final String THIRD = "10.0.0.3:20880";
    private static final String DEMO = DemoService.class.getName();

    private final Consumer consumer = new Consumer();

    NextCallTest() {
        consumer.defaults.timeoutMillis = 1_000;
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    private FakeProvider provider(String address) {
        return consumer.transport.provider(address);
    }

    private static long grantedMillis(Received received) {
        return TimeUnit.NANOSECONDS.toMillis(
                received.call().deadlineNanos() - received.call().attemptNanos());
    }

    @Test
    void timeoutIsForOneCallInEveryModeAndTheProviderIsTold() {
        consumer.provider().returns("x");
        DemoService demo = consumer.reference();
        List<Runnable> calls = List.of(
                () -> demo.find("sync"),
                () -> RpcContext.getContext().asyncCall(() -> demo.find("async")),
                () -> demo.findLater("future"));
        for (Runnable call : calls) {
            RpcContext.nextCall().timeout(Duration.ofMillis(2_500));
            call.run();
            call.run();
        }
        List<Received> received = consumer.provider().received();

        assertThat(received).hasSize(6);
        for (int i = 0; i < 6; i++) {
            boolean own = i % 2 == 0;
            assertThat(grantedMillis(received.get(i))).isEqualTo(own ? 2_500 : 1_000);
            assertThat(received.get(i).attachments()).isEqualTo(own ? Map.of("timeout", "2500") : Map.of());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"number", "long", "text"})
    void dubbosAttachmentMeansTheSameAndIsNotSentAsOne(String kind) {
        consumer.provider().silent();
        consumer.defaults.retries = 0;
        DemoService demo = consumer.reference();
        Object value = switch (kind) {
            case "number" -> 300;
            case "long" -> 300L;
            default -> " 300 ";
        };
        RpcContext.getContext().setAttachment("timeout", value).setAttachment("user", "u");
        long start = consumer.ticker.nanos();

        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isTimeout()).isTrue());

        assertThat(consumer.ticker.nanos() - start).isEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(consumer.provider().received().get(0).attachments())
                .isEqualTo(Map.of("user", "u", "timeout", "300"));
        assertThatThrownBy(() -> demo.find("b")).isInstanceOf(RpcException.class);
        assertThat(grantedMillis(consumer.provider().received().get(1))).isEqualTo(1_000);
    }

    @Test
    void aWrongAttachmentIsAnErrorThatDoesNotShowItAndZeroMeansNotSet() {
        consumer.provider().returns("x");
        DemoService demo = consumer.reference();
        for (Object wrong : List.of("soon-4711", -1, "-1", 1.5, 1L << 40, "99999999999")) {
            RpcContext.getContext().setAttachment("timeout", wrong);
            assertThatThrownBy(() -> demo.find("a"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("\"timeout\"", "1 to 2147483647", "RpcContext.nextCall().timeout")
                    .hasMessageNotContaining("4711");
            assertThat(demo.find("next")).isEqualTo("x");
        }
        RpcContext.getContext().setAttachment("timeout", 0);
        demo.find("zero");

        assertThat(consumer.provider().received())
                .hasSize(7)
                .allSatisfy(call -> assertThat(grantedMillis(call)).isEqualTo(1_000));
    }

    @Test
    void whatNextCallSaysCountsMoreThanTheAttachment() {
        consumer.provider().returns("x");
        DemoService demo = consumer.reference();
        RpcContext.getContext().setAttachment("timeout", 300);
        RpcContext.nextCall().timeout(Duration.ofMillis(400));
        demo.find("a");

        assertThat(grantedMillis(consumer.provider().received().get(0))).isEqualTo(400);
    }

    @Test
    void itsTimeoutWinsOverThatOfAProvider() {
        FakeRegistry registry = consumer.registry(new FakeRegistry("zk"), new RegistryPlan().settings("zk"));
        registry.set(DEMO, Category.PROVIDERS, entry(FIRST));
        consumer.provider().returns("x");
        DemoService demo = consumer.reference();
        RpcContext.nextCall().timeout(Duration.ofMillis(1_500));
        demo.find("a");

        assertThat(grantedMillis(consumer.provider().received().get(0))).isEqualTo(1_500);
    }

    @Test
    void retriesAreForOneCallEvenIfItFails() {
        consumer.provider().silent();
        DemoService demo = consumer.reference();
        RpcContext.nextCall().retries(0);
        assertThatThrownBy(() -> demo.find("a")).isInstanceOf(RpcException.class);
        assertThat(consumer.provider().received()).hasSize(1);

        assertThatThrownBy(() -> demo.find("b")).hasMessageContaining("Tried 3 times");
        assertThat(consumer.provider().received()).hasSize(4);

        RpcContext.nextCall().retries(4);
        assertThatThrownBy(() -> demo.find("c")).hasMessageContaining("Tried 5 times");
    }

    private static List<Cluster> clusters(Consumer consumer) {
        return List.of(
                consumer.cluster,
                new FailfastCluster(consumer.clusters),
                new AvailableCluster(consumer.clusters),
                new ForkingCluster(consumer.clusters),
                new BroadcastCluster(consumer.clusters));
    }

    @Test
    void anAddressIsTheOnlyProviderThatGetsTheCallWhateverTheCluster() {
        consumer.addresses(FIRST, SECOND, THIRD);
        for (Cluster cluster : clusters(consumer)) {
            consumer.cluster = cluster;
            DemoService demo = consumer.reference();
            List.of(FIRST, SECOND, THIRD).forEach(address -> provider(address).returns(address));
            for (int i = 0; i < 10; i++) {
                RpcContext.nextCall().address(SECOND);
                assertThat(demo.find("a")).as(cluster.name()).isEqualTo(SECOND);
            }
        }
        assertThat(provider(FIRST).received()).isEmpty();
        assertThat(provider(THIRD).received()).isEmpty();
    }

    @Test
    void retriesOfSuchACallStayWithItAndItNeverGoesElsewhere() {
        consumer.addresses(FIRST, SECOND);
        DemoService demo = consumer.reference();
        provider(FIRST).returns("first");
        provider(SECOND).goDown("refused");
        RpcContext.nextCall().address(SECOND);

        assertThatThrownBy(() -> demo.find("a")).hasMessageContaining("[" + SECOND + "]");
        assertThat(provider(FIRST).received()).isEmpty();
        assertThat(demo.find("b")).isEqualTo("first");
    }

    @Test
    void anAddressThatNobodyHasIsAnErrorThatNamesItAndTheOthers() throws Exception {
        consumer.addresses(FIRST, SECOND);
        DemoService demo = consumer.reference();
        for (Cluster cluster : clusters(consumer)) {
            consumer.cluster = cluster;
            RpcContext.nextCall().address("10.9.9.9:1");
            assertThatThrownBy(() -> demo.find("a"))
                    .isInstanceOf(NoProviderException.class)
                    .hasMessageContainingAll("10.9.9.9:1", FIRST, SECOND, "RpcContext.nextCall().address");
        }
        RpcContext.nextCall().address("10.9.9.9:1");
        CompletableFuture<String> future = RpcContext.getContext().asyncCall(() -> demo.find("a"));
        assertThatThrownBy(future::get).hasCauseInstanceOf(NoProviderException.class);
        assertThat(provider(FIRST).received()).isEmpty();
    }

    @Test
    void theRegistryThatKnowsTheAddressIsAsked() {
        FakeRegistry one = consumer.registry(new FakeRegistry("zk"), new RegistryPlan().settings("zk"));
        FakeRegistry other = consumer.registry(new FakeRegistry("nacos"), new RegistryPlan().settings("nacos"));
        one.set(DEMO, Category.PROVIDERS, entry(FIRST));
        other.set(DEMO, Category.PROVIDERS, entry(SECOND));
        AssembledReference reference = consumer.assemble();
        assertThat(reference.start()).isCompleted();
        List.of(FIRST, SECOND).forEach(address -> provider(address).returns(address));
        DemoService demo = (DemoService) reference.proxy();
        for (int i = 0; i < 10; i++) {
            String address = i % 2 == 0 ? FIRST : SECOND;
            RpcContext.nextCall().address(address);
            assertThat(demo.find("a")).isEqualTo(address);
        }
        RpcContext.nextCall().address(THIRD);
        assertThatThrownBy(() -> demo.find("a")).hasMessageContaining(THIRD);
        other.set(DEMO, Category.PROVIDERS);
    }

    private static String entry(String address) {
        return "dubbo://" + address + "/" + DEMO + "?group=blue&interface=" + DEMO + "&version=1.2&timeout=700";
    }

    @Test
    void aTagTravelsAsDubbosAttachmentWithOneCall() {
        consumer.provider().returns("x");
        DemoService demo = consumer.reference();
        RpcContext.nextCall().tag("grey");
        demo.find("a");
        demo.find("b");
        RpcContext.nextCall().onlyTag("grey");
        demo.find("c");

        assertThat(consumer.provider().received())
                .extracting(Received::attachments)
                .containsExactly(
                        Map.of("dubbo.tag", "grey"), Map.of(), Map.of("dubbo.tag", "grey", "dubbo.force.tag", "true"));
    }

    @Test
    void theClockIsReadOnceMoreOnlyWhereTheProviderMustKnowWhatIsLeft() {
        consumer.provider().returns("x");
        DemoService demo = consumer.reference();
        demo.find("warm up");
        long plain = reads(demo);
        RpcContext.nextCall().address(FIRST);
        assertThat(reads(demo)).isEqualTo(plain);
        RpcContext.nextCall().timeout(Duration.ofMillis(300));
        assertThat(reads(demo)).isEqualTo(plain);
        consumer.defaults.parameters = Map.of("enable-timeout-countdown", "true");
        DemoService counting = consumer.reference();
        counting.find("warm up");
        assertThat(reads(counting)).isEqualTo(plain + 1);
    }

    private long reads(DemoService demo) {
        long before = consumer.ticker.reads();
        demo.find("a");
        return consumer.ticker.reads() - before;
    }

    @Test
    void settingsAreUsedUpByACallThatCannotBeMade() {
        consumer.provider().goDown("refused");
        DemoService demo = consumer.reference();
        RpcContext.nextCall().timeout(Duration.ofMillis(50)).retries(0).tag("grey");
        assertThatThrownBy(() -> demo.find("a")).isInstanceOf(RpcException.class);
        consumer.provider().comeUp();
        consumer.provider().returns("x");
        demo.find("b");

        assertThat(consumer.provider().received()).singleElement().satisfies(call -> {
            assertThat(call.attachments()).isEmpty();
            assertThat(call.call().options().terms()).isNull();
            assertThat(call.call().options().retries()).isEqualTo(2);
        });
    }
}
