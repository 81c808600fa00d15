// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.core.internal.provider.ExceptionRule;
import io.tern.rpc.core.internal.provider.ReservedKeys;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a callback object by a provider. On a callback thread; a late answer replies on whichever thread gives it. */
final class CallbackRequest implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(CallbackRequest.class);

    private final LinkExports exports;
    private final IncomingCall call;
    private final CallbackType.Target target;

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
        InternalRpcContext.Request entering = new InternalRpcContext.Request(
                target.method().method(),
                call.peer(),
                ReservedKeys.text(received, ReservedKeys.REMOTE_APPLICATION),
                Map.copyOf(ReservedKeys.strip(received)));
        perform(meant.object(), entering);
    }

    private void perform(Object callback, InternalRpcContext.Request entering) {
        MethodDescriptor method = target.method();
        RpcContext context = RpcContext.getContext();
        InternalRpcContext.enter(context, entering);
        Runnable reply;
        try {
            Object result = target.owner().dispatch(method, callback, call.arguments());
            CompletableFuture<@Nullable Object> promised = entering.answer();
            // A promised answer brings its own, which may be set until then.
            Map<String, Object> set = promised == null ? replyAttachments(context) : Map.of();
            if (promised != null) {
                reply = () -> promised.whenComplete((value, error) -> answer(promised, entering, value, error));
            } else if (method.returnsFuture() && result instanceof CompletionStage<?> stage) {
                reply = () -> stage.whenComplete((value, error) -> finish(value, error, set));
            } else {
                reply = () -> finish(result, null, set);
            }
        } catch (Throwable e) {
            CompletableFuture<@Nullable Object> promised = entering.answer();
            if (promised != null) {
                promised.cancel(false);
            }
            Map<String, Object> set = replyAttachments(context);
            reply = () -> finish(null, e, set);
        } finally {
            InternalRpcContext.leave(context);
        }
        reply.run();
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
            call.drop(); // the provider is left to its timeout
            return;
        }
        Map<String, Object> set = entering.answerAttachments();
        finish(value, error, set == null ? Map.of() : set);
    }

    private void finish(@Nullable Object value, @Nullable Throwable error, Map<String, Object> attachments) {
        if (error == null) {
            call.replyValue(value, attachments);
            return;
        }
        Throwable bare = ExceptionRule.unwrap(error);
        if (!call.isTwoWay()) {
            log.warn("Callback {} failed, and its provider has asked for no reply", target.method(), bare);
        }
        call.replyException(target.owner().exceptionRule().toSend(bare, target.exceptions()), attachments);
    }
}
