// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.internal.filter.FilterChain;
import io.tern.rpc.core.internal.provider.ExceptionRule;
import io.tern.rpc.core.internal.provider.ReservedKeys;
import io.tern.rpc.core.internal.provider.ServedFuture;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a callback object by a provider. On a callback thread; a late answer replies on whichever thread gives it. */
final class CallbackRequest implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(CallbackRequest.class);

    private final LinkExports exports;
    private final IncomingCall call;
    private final CallbackType.Target target;
    /** What filters see; null if there are none. Written before the answer can come. */
    private @Nullable ServedFuture outcome;

    CallbackRequest(LinkExports exports, IncomingCall call, CallbackType.Target target) {
        this.exports = exports;
        this.call = call;
        this.target = target;
    }

    IncomingCall call() {
        return call;
    }

    @Override
    public void run() {
        try {
            serve();
        } catch (Throwable e) {
            log.error("Serving callback {} failed", target.method(), e);
            call.replyStatus(ReplyStatus.SERVER_ERROR, "The consumer failed to serve " + target.method());
        } finally {
            exports.requestEnded();
        }
    }

    private void serve() {
        try {
            call.decode();
        } catch (RpcSerializationException e) {
            call.replyStatus(ReplyStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        LinkExports.Exported meant = exports.meant(target, call.attachments());
        if (meant == null) {
            exports.refuse(
                    call,
                    ReplyStatus.SERVICE_ERROR,
                    "The callback object of " + target.method() + " was not passed on this connection, or was removed");
            return;
        }
        Map<String, Object> received = call.attachments();
        Map<String, Object> visible = Map.copyOf(ReservedKeys.strip(received));
        InternalRpcContext.Request entering = new InternalRpcContext.Request(
                target.method().method(),
                call.peer(),
                ReservedKeys.text(received, ReservedKeys.REMOTE_APPLICATION),
                visible);
        perform(meant.object(), entering, visible);
    }

    private void perform(Object callback, InternalRpcContext.Request entering, Map<String, Object> visible) {
        RpcContext context = RpcContext.getContext();
        InternalRpcContext.enter(context, entering);
        Runnable reply;
        try {
            reply = target.owner().filters().isEmpty()
                    ? dispatch(callback, call.arguments(), entering, context)
                    : filtered(callback, entering, context, visible);
        } finally {
            InternalRpcContext.leave(context);
        }
        reply.run();
    }

    /** The filters see the outcome; the reply is made of it here, as without them. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private Runnable filtered(
            Object callback, InternalRpcContext.Request entering, RpcContext context, Map<String, Object> visible) {
        Invocation made = invocation(visible);
        ServedFuture future = new ServedFuture(made, target.owner().ticker());
        outcome = future;
        AtomicReference<@Nullable Runnable> dispatched = new AtomicReference<>();
        ResponseFuture<@Nullable Object> seen = FilterChain.link(target.owner().filters(), again -> {
                    dispatched.set(dispatch(callback, again.arguments(), entering, context));
                    return future;
                })
                .invoke(made);
        Runnable reply = dispatched.get();
        return reply == null ? () -> seen.whenComplete((value, error) -> finish(value, error, Map.of())) : reply;
    }

    private Invocation invocation(Map<String, Object> visible) {
        // Its consumer is a service, whose timeout ends nothing here.
        CallOptions options =
                new CallOptions(call.isTwoWay() ? CallMode.SYNC : CallMode.ONEWAY, false, TimeUnit.DAYS.toNanos(1), 0);
        return new Invocation(
                ServiceKey.of(target.owner().type()),
                target.method(),
                options,
                call.arguments(),
                call.peer().remoteAddress(),
                call.arrivedNanos(),
                visible);
    }

    private Runnable dispatch(
            Object callback, @Nullable Object[] arguments, InternalRpcContext.Request entering, RpcContext context) {
        MethodDescriptor method = target.method();
        try {
            Object result = target.owner().dispatch(method, callback, arguments);
            CompletableFuture<@Nullable Object> promised = entering.answer();
            // A promised answer brings its own, which may be set until then.
            Map<String, Object> set = promised == null ? replyAttachments(context) : Map.of();
            if (promised != null) {
                return () -> promised.whenComplete((value, error) -> answer(promised, entering, value, error));
            } else if (method.returnsFuture() && result instanceof CompletionStage<?> stage) {
                return () -> stage.whenComplete((value, error) -> finish(value, error, set));
            }
            return () -> finish(result, null, set);
        } catch (Throwable e) {
            CompletableFuture<@Nullable Object> promised = entering.answer();
            if (promised != null) {
                promised.cancel(false);
            }
            Map<String, Object> set = replyAttachments(context);
            return () -> finish(null, e, set);
        }
    }

    private static Map<String, Object> replyAttachments(RpcContext context) {
        Map<String, Object> set = InternalRpcContext.takeReplyAttachments(context);
        return set == null ? Map.of() : set;
    }

    /** The answer of an {@code AsyncContext}. */
    private void answer(
            CompletableFuture<@Nullable Object> promised,
            InternalRpcContext.Request entering,
            @Nullable Object value,
            @Nullable Throwable error) {
        if (promised.isCancelled()) {
            tell(null, error);
            call.drop(); // the provider is left to its timeout
            return;
        }
        Map<String, Object> set = entering.answerAttachments();
        finish(value, error, set == null ? Map.of() : set);
    }

    private void tell(@Nullable Object value, @Nullable Throwable error) {
        ServedFuture future = outcome;
        if (future != null) {
            future.end(value, error);
        }
    }

    private void finish(@Nullable Object value, @Nullable Throwable error, Map<String, Object> attachments) {
        if (error == null) {
            tell(value, null);
            call.replyValue(value, attachments);
            return;
        }
        Throwable bare = ExceptionRule.unwrap(error);
        tell(null, bare);
        if (!call.isTwoWay()) {
            log.warn("Callback {} failed, and its provider has asked for no reply", target.method(), bare);
        }
        call.replyException(target.owner().exceptionRule().toSend(bare, target.exceptions()), attachments);
    }
}
