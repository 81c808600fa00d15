// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcContext;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.scenario.CaseResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Time that is left, on its way through processes of Tern and of Apache Dubbo. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DubboChainTest {
    private static final int PATIENCE = 3_000;

    private final Node node = Node.start();

    @AfterEach
    void stop() {
        RpcContext.removeContext();
        node.close();
    }

    /** Lets a Dubbo consumer make one call that makes another one at the node. */
    private void callFrom(DubboVersion version, boolean countsDown) {
        try (DubboPeer consumer = DubboPeer.consumer(version, node.port(), PeerLine.TERN)
                .property("interop.countdown", Boolean.toString(countsDown))
                .property("interop.timeout", Integer.toString(PATIENCE))
                .start()) {
            // Of the scenario, the one case that makes a call within a call; the node has not the services of all
            // others.
            assertThat(consumer.run("calls"))
                    .as(consumer.output())
                    .filteredOn(result -> result.name().equals("a call within a call"))
                    .extracting(CaseResult::outcome)
                    .containsExactly(CaseResult.Outcome.PASSED);
        }
    }

    private Node.Arrival last(String method) {
        return node.arrivals().stream()
                .filter(arrival -> arrival.method().equals(method))
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    /** The call that the service made while it served that one. */
    private Node.Arrival madeFor(Node.Arrival outer) {
        return node.arrivals().stream()
                .dropWhile(arrival -> arrival != outer)
                .filter(arrival -> arrival.method().equals("hello"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"V2_7", "V3_3"})
    void aTernProviderKeepsTheDeadlineOfADubboConsumerThatCountsDown(DubboVersion version) {
        callFrom(version, true);

        Node.Arrival outer = last("nested");
        assertThat(outer.remainingMillis()).isBetween(1, PATIENCE);
        assertThat(outer.left()).isBetween(Duration.ofMillis(1), Duration.ofMillis(PATIENCE));
        Node.Arrival inner = madeFor(outer);
        assertThat(inner.remainingMillis()).as("the nested call").isBetween(1, outer.remainingMillis());
        assertThat(inner.left()).isLessThanOrEqualTo(Duration.ofMillis(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    void withoutACountdownATernProviderKeepsTheTimeoutOfThoseWhoSayIt(DubboVersion version) {
        callFrom(version, false);

        Node.Arrival outer = last("nested");
        Node.Arrival inner = madeFor(outer);
        assertThat(outer.remainingMillis()).isNegative();
        assertThat(inner.remainingMillis()).isNegative();
        if (version == DubboVersion.V2_7) {
            assertThat(outer.left()).as("2.7 does not say how long it waits").isNull();
        } else {
            assertThat(outer.left()).isBetween(Duration.ofMillis(1), Duration.ofMillis(PATIENCE));
            assertThat(inner.left()).as("the nested call").isLessThanOrEqualTo(Duration.ofMillis(PATIENCE));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2_7", "V3_3"})
    void aDubboProviderKeepsTheDeadlineOfATernConsumerThatCountsDown(DubboVersion version) {
        try (DubboPeer middle =
                DubboPeer.provider(version).downstream(node.port()).start()) {
            CallService calls = node.refer(
                    CallService.class,
                    middle.port(),
                    reference -> reference.set("timeout", PATIENCE).parameter("enable-timeout-countdown", "true"));
            assertThat(calls.nested("x")).isEqualTo("nested hello x");

            assertThat(last("hello").remainingMillis())
                    .as("what Dubbo passed on")
                    .isBetween(1, PATIENCE);
            RpcContext.nextCall().timeout(Duration.ofMillis(2_000));
            assertThat(calls.nested("x")).isEqualTo("nested hello x");
            assertThat(last("hello").remainingMillis()).isBetween(1, 2_000);
        }
    }

    @Test
    void aDubbo26ProviderIsNotHarmedByACountdown() {
        try (DubboPeer provider =
                DubboPeer.provider(DubboVersion.V2_6).downstream(node.port()).start()) {
            CallService calls = node.refer(
                    CallService.class,
                    provider.port(),
                    reference -> reference.set("timeout", PATIENCE).parameter("enable-timeout-countdown", "true"));
            RpcContext.getContext().setAttachment("user", "u");
            assertThat(calls.echo("x")).isEqualTo("x");
            assertThat(calls.nested("x")).isEqualTo("nested hello x");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2_7", "V3_3"})
    void attachmentsOfATernRequestReachTheThirdProcessAndItsOwnReplyComesBack(DubboVersion version) {
        try (DubboPeer middle =
                DubboPeer.provider(version).downstream(node.port()).start()) {
            CallService calls = node.refer(CallService.class, middle.port(), reference -> {});
            RpcContext.getContext().setAttachment("trace", "t1");
            assertThat(calls.relay(2))
                    .hasSize(2)
                    .allSatisfy(seen -> assertThat(seen).containsAllEntriesOf(Map.of("trace", "t1")));
            assertThat(calls.answerWith("back", "value")).isEqualTo("answered");
            assertThat(RpcContext.getServerContext().getAttachment("back")).isEqualTo("value");
        }
    }
}
