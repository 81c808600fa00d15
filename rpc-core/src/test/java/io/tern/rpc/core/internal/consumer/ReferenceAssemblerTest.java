// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.HookSettings;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.fixture.FakeConnection;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.internal.cluster.AvailableCluster;
import io.tern.rpc.spi.transport.CallHead;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a reference connects, shares its connections, checks its hooks and closes. */
@Timeout(30)
class ReferenceAssemblerTest {
    private static final String OTHER = "10.0.0.2:20880";
    private static final ConnectionSettings LAZY = new ConnectionSettings(3_000, 60_000, 30_000, 8 * 1024 * 1024, true);

    private final Consumer consumer = new Consumer();

    @AfterEach
    void close() {
        consumer.close();
    }

    private List<FakeConnection> connections(String address) {
        return consumer.transport.provider(address).connections();
    }

    @Test
    void assemblingConnectsNothingAndStartConnectsEveryAddress() {
        consumer.addresses(Consumer.ADDRESS, OTHER);
        AssembledReference reference = consumer.assemble();
        assertThat(connections(Consumer.ADDRESS)).isEmpty();

        assertThat(reference.start()).isCompleted();

        assertThat(connections(Consumer.ADDRESS)).hasSize(1);
        assertThat(connections(OTHER)).hasSize(1);
    }

    @Test
    void checkFailsNamingAddressesCausesAndTheCure() {
        consumer.addresses(Consumer.ADDRESS, OTHER);
        consumer.provider().goDown("Connection refused");
        consumer.transport.provider(OTHER).goDown("No route to host");

        assertThatThrownBy(() -> consumer.assemble().start().get())
                .cause()
                .isInstanceOf(NoProviderException.class)
                .hasMessageContainingAll(
                        "10.0.0.1:20880 (Connection refused)",
                        "10.0.0.2:20880 (No route to host)",
                        "reference \"demo\"",
                        "check=\"false\"");
    }

    @Test
    void checkIsContentWithOneProvider() {
        consumer.addresses(Consumer.ADDRESS, OTHER);
        consumer.provider().goDown("Connection refused");

        assertThat(consumer.assemble().start()).isCompleted();
    }

    @Test
    void withoutCheckOneWarningIsLoggedAndCallsWorkOnceAProviderIsThere() {
        consumer.check = false;
        consumer.provider().goDown("Connection refused");
        AssembledReference reference = consumer.assemble();

        try (LogCapture log = new LogCapture(AssembledReference.class)) {
            assertThat(reference.start()).isCompleted();
            assertThat(log.lines()).singleElement().asString().contains("WARN", "10.0.0.1:20880=Connection refused");
        }
        consumer.provider().comeUp();
        consumer.provider().returns("now");
        assertThat(((DemoService) reference.proxy()).find("a")).isEqualTo("now");
    }

    @Test
    void lazyAndInitFalseConnectAllAddressesWithTheFirstCall() {
        for (boolean lazy : List.of(true, false)) {
            Consumer fresh = new Consumer();
            try (fresh) {
                fresh.addresses(Consumer.ADDRESS, OTHER);
                fresh.init = lazy;
                fresh.connection = lazy ? LAZY : ConnectionSettings.DEFAULT;
                AssembledReference reference = fresh.assemble();
                assertThat(reference.start()).isCompleted();
                assertThat(fresh.shared.size()).isZero();

                fresh.provider().returns("now");
                fresh.transport.provider(OTHER).returns("now");
                ((DemoService) reference.proxy()).find("a");

                assertThat(reference.endpoints()).hasSize(2).allMatch(AssembledReference.EndpointState::available);
            }
        }
    }

    @Test
    void sharedConnectionIsTheSameObjectOfEachReferenceSoThatItsCallsAreCountedOnce() {
        AssembledReference first = consumer.assemble();
        AssembledReference second = consumer.assemble();
        assertThat(first.connections()).isEmpty();
        first.start();
        second.start();

        assertThat(first.connections()).hasSize(1);
        assertThat(second.connections()).containsExactlyElementsOf(first.connections());
    }

    @Test
    void referencesShareOneConnectionUntilTheLastOneCloses() {
        AssembledReference first = consumer.assemble();
        consumer.connection = LAZY;
        AssembledReference second = consumer.assemble();
        consumer.provider().returns("now");
        first.start();
        ((DemoService) second.proxy()).find("a");
        FakeConnection connection = connections(Consumer.ADDRESS).get(0);
        assertThat(connections(Consumer.ADDRESS)).hasSize(1);

        first.close(1_000);
        first.close(1_000);
        assertThat(connection.isClosed()).isFalse();
        assertThat(((DemoService) second.proxy()).find("b")).isEqualTo("now");

        second.close(1_000);
        assertThat(connection.drainMillis()).isEqualTo(1_000);
        assertThat(consumer.shared.size()).isZero();
    }

    @Test
    void otherConnectionSettingsMeanAnotherConnection() {
        consumer.assemble().start();
        consumer.connection = new ConnectionSettings(100, 60_000, 30_000, 8 * 1024 * 1024, false);
        consumer.assemble().start();

        assertThat(connections(Consumer.ADDRESS)).hasSize(2);
    }

    @Test
    void ownConnectionsAreUsedInTurnPastThoseThatAreNotAvailableAndClosedWithTheReference() {
        consumer.connections = 3;
        AssembledReference reference = consumer.assemble();
        reference.start();
        consumer.provider().returns("now");
        DemoService demo = (DemoService) reference.proxy();
        for (int i = 0; i < 6; i++) {
            demo.find("a");
        }
        assertThat(connections(Consumer.ADDRESS))
                .extracting(FakeConnection::sent)
                .containsExactly(2, 2, 2);

        connections(Consumer.ADDRESS).get(1).announceShutdown();
        for (int i = 0; i < 6; i++) {
            demo.find("a");
        }
        assertThat(connections(Consumer.ADDRESS).get(1).sent()).isEqualTo(2);
        assertThat(consumer.shared.size()).isZero();

        reference.close(500);
        assertThat(connections(Consumer.ADDRESS)).allMatch(FakeConnection::isClosed);
    }

    @Test
    void callAfterCloseFailsSayingSo() {
        AssembledReference reference = consumer.assemble();
        reference.start();
        reference.close(0);

        assertThatThrownBy(() -> ((DemoService) reference.proxy()).find("a"))
                .isInstanceOf(RpcException.class)
                .hasMessageContainingAll("DemoService#find(String)", "reference was closed");
        assertThatThrownBy(() -> reference.start().get()).hasMessageContaining("\"demo\" was closed");
        assertThat(consumer.shared.size()).isZero();
    }

    @Test
    void constantPartOfCallsHoldsWhatProvidersNeed() {
        consumer.token = "secret";
        consumer.endpoints = List.of(
                Consumer.endpoint(Consumer.ADDRESS, Map.of("token", "its own")), Consumer.endpoint(OTHER, Map.of()));
        consumer.method("find").timeoutMillis = 1_234;
        consumer.provider().returns("now");
        consumer.transport.provider(OTHER).returns("now");
        consumer.cluster = new AvailableCluster(consumer.clusters);
        DemoService demo = consumer.reference();
        demo.find("a");
        consumer.provider().goDown("gone");
        demo.find("b");

        CallHead own = consumer.provider().received().get(0).prepared().head();
        CallHead given =
                consumer.transport.provider(OTHER).received().get(0).prepared().head();
        assertThat(own)
                .isEqualTo(new CallHead(
                        "com.acme.Demo",
                        DemoService.class.getName(),
                        "1.2",
                        "blue",
                        Map.of("token", "its own", "timeout", "1234", "remote.application", "shop"),
                        8 * 1024 * 1024));
        assertThat(given.attachments()).containsEntry("token", "secret");
    }

    /** Hooks that fit nothing. */
    public static final class Misfit {
        public void onReturn(Integer number) {}

        public void onThrow(String error) {}

        public void noArguments() {}
    }

    @Test
    void hooksThatDoNotFitAreReportedTogetherWithWhatWouldFit() {
        consumer.beans.put("misfit", new Misfit());
        MethodPlan find = consumer.method("find");
        find.onInvoke = new HookSettings("misfit", "noArguments");
        find.onReturn = new HookSettings("misfit", "onReturn");
        find.onThrow = new HookSettings("misfit", "onThrow");
        consumer.method("asInt").onReturn = new HookSettings("misfit", "nowhere");
        consumer.method("sum").onReturn = new HookSettings("absent", "onReturn");

        List<ConfigProblem> problems = consumer.assembler().problems(consumer.settings());

        assertThat(problems).extracting(ConfigProblem::message).allMatch(text -> text.startsWith("CFG-10"));
        assertThat(problems).hasSize(5);
        assertThat(text(problems, "oninvoke")).contains("DemoService#find(String)", "must take (String)");
        assertThat(text(problems, "misfit.onReturn"))
                .contains("must take (String), (String,Object[]) or (String,String)", "consumer.xml");
        assertThat(text(problems, "onthrow")).contains("(Throwable), (Throwable,Object[]) or (Throwable,String)");
        assertThat(text(problems, "misfit.nowhere"))
                .contains("no public method nowhere", "it has noArguments(), onReturn(Integer), onThrow(String)");
        assertThat(text(problems, "absent.onReturn")).contains("there is no bean \"absent\"");
        assertThatThrownBy(consumer::assemble)
                .isInstanceOfSatisfying(
                        RpcConfigException.class, e -> assertThat(e.problems()).hasSize(5));
    }

    private static String text(List<ConfigProblem> problems, String part) {
        return problems.stream()
                .map(ConfigProblem::message)
                .filter(message -> message.contains(part))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void attachmentsAreTakenEvenByACallOnAClosedReference() {
        AssembledReference reference = consumer.assemble();
        reference.close(0);
        RpcContext.getContext().setAttachment("user", "u1");

        assertThatThrownBy(() -> ((DemoService) reference.proxy()).find("a")).isInstanceOf(RpcException.class);

        assertThat(RpcContext.getContext().getAttachments()).isEmpty();
    }
}
