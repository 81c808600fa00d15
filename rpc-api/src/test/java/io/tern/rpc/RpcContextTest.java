// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ported code asks of the context, and settings for the next call. */
class RpcContextTest {
    private final RpcContext context = RpcContext.getContext();

    @AfterEach
    void forget() {
        RpcContext.removeContext();
    }

    @Test
    void valuesStayWithTheThreadAndAreNeverSent() {
        context.set("a", 1).set("b", "2").set("c", 3).remove("b").set("c", null);

        assertThat(context.get()).isEqualTo(Map.of("a", 1));
        assertThat(context.get("a")).isEqualTo(1);
        assertThat(context.get("b")).isNull();
        assertThat(context.getObjectAttachments()).isEmpty();
        assertThat(InternalRpcContext.takeAttachments(context)).isNull();
        assertThat(context.get("a")).as("a call does not take them").isEqualTo(1);
        assertThatThrownBy(() -> context.get().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        InternalRpcContext.leave(context);
        assertThat(context.get()).isEmpty();
        assertThat(context.remove("nothing").get("nothing")).isNull();
    }

    @Test
    void attachmentsOfBothKindsCanBeSetTogetherAndForgottenByDubbo3sNames() {
        context.setObjectAttachments(Map.of("number", 1)).setAttachments(Map.of("text", "t"));
        assertThat(context.getObjectAttachments()).isEqualTo(Map.of("number", 1, "text", "t"));
        RpcContext.removeClientAttachment();
        assertThat(context.getObjectAttachments()).isEmpty();
        context.setAttachment("again", "x");
        RpcContext.removeServerAttachment();
        assertThat(context.getObjectAttachments()).isEmpty();

        RpcContext.getServerContext().setAttachment("reply", "x");
        RpcContext.removeClientResponseContext();
        assertThat(RpcContext.getClientResponseContext().getAttachments()).isEmpty();
        RpcContext.getServerResponseContext().setAttachment("reply", "x");
        RpcContext.removeServerResponseContext();
        assertThat(RpcContext.getServerContext().getAttachments()).isEmpty();
        RpcContext.removeServiceContext();
        assertThat(RpcContext.getContext()).isNotSameAs(context);
    }

    @Test
    void namesOfHostsAreNeverLookedUp() throws Exception {
        InetAddress known = InetAddress.getByAddress("provider.example", new byte[] {10, 0, 0, 1});
        InetAddress unknown = InetAddress.getByAddress(new byte[] {10, 0, 0, 2});
        InternalRpcContext.called(
                context,
                Runnable.class.getMethod("run"),
                new Peer(new InetSocketAddress(known, 1), new InetSocketAddress(unknown, 2)));

        assertThat(context.getRemoteHostName()).isEqualTo("provider.example");
        assertThat(context.getRemoteHost()).isEqualTo("10.0.0.1");
        assertThat(context.getLocalHostName()).isEqualTo("10.0.0.2");
        assertThat(RpcContext.getServerContext().getRemoteHostName()).isNull();
    }

    @Test
    void settingsAreForOneCallAndSayWhenTheyAreUsedUp() {
        NextCall next = RpcContext.nextCall()
                .timeout(Duration.ofMillis(1_500))
                .retries(0)
                .address("[2001:db8::1]:20880")
                .onlyTag("grey");

        assertThat(RpcContext.nextCall()).isSameAs(next);
        assertThat(context.getAttachments()).isEqualTo(Map.of("dubbo.tag", "grey", "dubbo.force.tag", "true"));
        assertThat(InternalRpcContext.isSpecial(context)).isTrue();
        NextCall taken = InternalRpcContext.takeNextCall(context);
        assertThat(taken).isSameAs(next);
        assertThat(InternalRpcContext.timeoutNanos(next)).isEqualTo(1_500_000_000L);
        assertThat(InternalRpcContext.retries(next)).isZero();
        assertThat(InternalRpcContext.address(next)).isEqualTo("[2001:db8::1]:20880");
        assertThat(InternalRpcContext.takeNextCall(context)).isNull();
        assertThatThrownBy(() -> next.retries(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RpcContext.nextCall()");
        assertThat(RpcContext.nextCall().retries()).as("as configured").isNegative();
    }

    @Test
    void settingsOfARequestsThreadEndWithTheRequest() throws Exception {
        InternalRpcContext.Request request =
                new InternalRpcContext.Request(Runnable.class.getMethod("run"), new Peer(null, null), null, Map.of());
        InternalRpcContext.enter(context, request);
        RpcContext.nextCall().retries(1);
        InternalRpcContext.leave(context);

        assertThat(InternalRpcContext.takeNextCall(context)).isNull();
        assertThat(InternalRpcContext.served(context)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                ":1",
                "host:0",
                "host:65536",
                "host:x",
                "2001:db8::1",
                "::1:20880",
                "h:123456"
            })
    void addressesAreHostAndPort(String text) {
        assertThatThrownBy(() -> RpcContext.nextCall().address(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining("host:port");
    }

    @Test
    void numbersHaveTheRangesThatAttributesHave() {
        NextCall next = RpcContext.nextCall();
        assertThatThrownBy(() -> next.retries(-1)).hasMessage("retries: -1 (expected: 0 or more)");
        assertThatThrownBy(() -> next.timeout(Duration.ofNanos(999_999))).hasMessageContaining("1 to 2147483647");
        assertThatThrownBy(() -> next.timeout(Duration.ofDays(30))).hasMessageContaining("1 to 2147483647");
        assertThat(next.timeoutNanos()).isZero();
    }
}
