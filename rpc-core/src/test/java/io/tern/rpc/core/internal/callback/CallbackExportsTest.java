// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.CallFacts;
import io.tern.rpc.Peer;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ArgumentSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.fixture.ReferencePlan;
import io.tern.rpc.core.internal.consumer.CallbackSender;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.Link;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.RequestHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which link a callback argument is left with. */
class CallbackExportsTest {
    interface Ear {
        void hear(String text);
    }

    interface Hub {
        void add(Ear ear);
    }

    private static final MethodDescriptor ADD = MethodDescriptor.of(Hub.class).get(0);
    private static final PreparedCall PREPARED = new PreparedCall() {};

    private final CallbackExports exports =
            new CallbackExports(ReflectiveProxies::new, type -> {}, Runnable::run, Ticker.SYSTEM, List.of());
    private final Queue<FakeLink> links = new ArrayDeque<>();
    private final Connection connection = new FakeConnection();

    /** As a transport's: what comes when it is closed is not sent. */
    private static final class FakeLink implements Link {
        final List<Invocation> sent = new ArrayList<>();
        final List<Runnable> actions = new ArrayList<>();
        boolean open = true;
        boolean closesAtOnce;
        boolean served;

        @Override
        public Peer peer() {
            return new Peer(null, null);
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public ResponseFuture<@Nullable Object> send(Invocation call, PreparedCall prepared) {
            if (closesAtOnce) {
                close();
            }
            if (!open) {
                return ResponseFuture.failed(new RpcConnectionException(
                        "closed", new CallFacts("Hub#add(Ear)", null, Duration.ZERO, Delivery.NOT_SENT), null));
            }
            sent.add(call);
            return ResponseFuture.completed("added");
        }

        @Override
        public void serve(RequestHandler handler) {
            if (served) {
                throw new IllegalStateException("served twice");
            }
            served = true;
        }

        @Override
        public void onClose(Runnable action) {
            if (open) {
                actions.add(action);
            } else {
                action.run();
            }
        }

        void close() {
            open = false;
            actions.forEach(Runnable::run);
            actions.clear();
        }
    }

    /** Has one link after the other; the last one stays. */
    private final class FakeConnection implements Connection {
        @Override
        public Link link(Invocation call, PreparedCall prepared) {
            return links.size() == 1 ? links.element() : links.remove();
        }

        @Override
        public Peer peer() {
            return new Peer(null, null);
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public CompletionStage<Void> connect() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public ResponseFuture<@Nullable Object> send(Invocation call, PreparedCall prepared) {
            throw new AssertionError("not over one link");
        }

        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public void close(long drainMillis) {}
    }

    private static ReferenceSettings reference() {
        MethodPlan plan = new MethodPlan();
        plan.arguments = List.of(new ArgumentSettings(0, null, true));
        ReferencePlan reference = new ReferencePlan();
        reference.defaults = plan.settings("*");
        return reference.settings(Hub.class);
    }

    private ResponseFuture<@Nullable Object> add(Ear ear) {
        CallbackSender sender = exports.of(reference(), List.of(ADD), ServiceKey.of(Hub.class));
        assertThat(sender).isNotNull();
        return sender.send(
                connection,
                new Invocation(
                        ServiceKey.of(Hub.class),
                        ADD,
                        new CallOptions(CallMode.SYNC, false, 1_000, 0),
                        new Object[] {ear},
                        null,
                        0,
                        null),
                PREPARED);
    }

    @Test
    void aCallThatComesWhileItsLinkClosesGoesOverTheNextOne() {
        FakeLink closing = new FakeLink();
        closing.closesAtOnce = true;
        FakeLink next = new FakeLink();
        links.addAll(List.of(closing, next));
        assertThat(add(text -> {})).isCompletedWithValue("added");
        assertThat(next.sent).hasSize(1);
        assertThat(next.sent.get(0).attachments()).containsEntry("sys_callback_arg-0", "1");
        assertThat(exports.size()).isEqualTo(1);
        next.close();
        assertThat(exports.size()).isZero();
    }

    @Test
    void aLinkThatHasEndedIsNotServedAgain() {
        FakeLink link = new FakeLink();
        links.add(link);
        assertThat(add(text -> {})).isCompletedWithValue("added");
        link.close();
        assertThat(add(text -> {}))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RpcConnectionException.class);
        assertThat(exports.size()).isZero();
    }
}
