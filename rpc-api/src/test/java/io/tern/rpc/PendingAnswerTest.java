// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingAnswerTest {
    @AfterEach
    void forgetContext() {
        RpcContext.removeContext();
        TraceCarrier.TRACE.remove();
    }

    private static AsyncContext startedIn(String trace) throws NoSuchMethodException {
        RpcContext context = RpcContext.getContext();
        InternalRpcContext.enter(
                context,
                new InternalRpcContext.Request(
                        Runnable.class.getMethod("run"),
                        new Peer(new InetSocketAddress("127.0.0.1", 1), null),
                        null,
                        Map.of()));
        TraceCarrier.TRACE.set(trace);
        AsyncContext started = RpcContext.startAsync();
        InternalRpcContext.leave(context);
        return started;
    }

    @Test
    void aSwitchShowsWhatIsCarriedUntilTheReset() throws Exception {
        AsyncContext one = startedIn("one");
        AsyncContext two = startedIn("two");
        TraceCarrier.TRACE.set("own");

        one.signalContextSwitch();
        assertThat(TraceCarrier.TRACE.get()).isEqualTo("one");
        two.signalContextSwitch();
        assertThat(TraceCarrier.TRACE.get()).isEqualTo("two");
        two.resetContext();
        assertThat(TraceCarrier.TRACE.get()).isEqualTo("own");
        one.resetContext();
        assertThat(TraceCarrier.TRACE.get()).isEqualTo("own");
    }

    @Test
    void aForgottenResetEndsWithTheRequestOfTheThread() throws Exception {
        AsyncContext one = startedIn("one");
        TraceCarrier.TRACE.set("own");

        one.signalContextSwitch();
        InternalRpcContext.leave(RpcContext.getContext());

        assertThat(TraceCarrier.TRACE.get()).isEqualTo("own");
    }

    @Test
    void aSwitchShowsTheRequestsAttachmentsOnlyAndResetGivesTheThreadItsOwnBack() throws Exception {
        InternalRpcContext.Request request = new InternalRpcContext.Request(
                Runnable.class.getMethod("run"),
                new Peer(new InetSocketAddress("127.0.0.1", 1), null),
                null,
                Map.of("moved", "of the request"));
        RpcContext context = RpcContext.getContext();
        InternalRpcContext.enter(context, request);
        AsyncContext later = RpcContext.startAsync();
        InternalRpcContext.leave(context);
        context.setAttachment("moved", "own").setAttachment("mine", "1");

        later.signalContextSwitch();
        assertThat(context.getAttachments()).isEqualTo(Map.of("moved", "of the request"));
        context.setAttachment("during", "x");
        later.resetContext();

        assertThat(context.getAttachments()).isEqualTo(Map.of("moved", "own", "mine", "1"));
        assertThat(context.isProviderSide()).isFalse();
    }
}
