// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.CallFacts;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.internal.accesslog.AccessLog;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way through a worker: check, decode, check, call, reply.
 *
 * <p>The service's answer is there when its method returns, or it comes later: from a future that the method returned or
 * from an {@code AsyncContext}. In the second case the worker is done, and whoever completes the answer replies; the sweep
 * of {@link LateAnswers} may be faster. Either ends the request exactly once.
 *
 * <p>Confined to its worker until the answer is late; after that only its end is shared.
 */
final class ServerCall extends TakenRequest implements Runnable, BiConsumer<@Nullable Object, @Nullable Throwable> {
    private static final Logger log = LoggerFactory.getLogger(ServerCall.class);
    /** How long a promised answer may take if nobody knows how long its consumer waits, as those of Dubbo 2.7 do not say. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final ServiceTable.Snapshot services;
    private final boolean decoded;
    private volatile long startNanos;
    private long deadlineNanos;
    /** Where {@link LateAnswers} has this call, which alone uses it; -1: nowhere. */
    private int latePlace = -1;

    /** Makes the result of a generic call; null for all others. */
    private @Nullable UnaryOperator<@Nullable Object> form;

    /** A request that is taken over: from now on its service waits for its end. */
    ServerCall(ExportedPort port, IncomingCall call, ServiceMethod method, @Nullable Workers workers) {
        this(port, call, method, workers, port.table().snapshot(), false);
    }

    private ServerCall(
            ExportedPort port,
            IncomingCall call,
            ServiceMethod method,
            @Nullable Workers workers,
            ServiceTable.Snapshot services,
            boolean decoded) {
        super(port, call, method, workers);
        this.services = services;
        this.decoded = decoded;
    }

    long startNanos() {
        return startNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    int latePlace() {
        return latePlace;
    }

    void latePlace(int place) {
        latePlace = place;
    }

    @Override
    public void run() {
        startNanos = port.ticker().nanos();
        WorkerThread.begins(this);
        try {
            serve();
        } catch (Throwable e) {
            log.error("Serving {} failed", methodText(), e);
            end(e, () -> call.replyStatus(ReplyStatus.SERVER_ERROR, ServerErrors.failed(methodText())));
        } finally {
            WorkerThread.ends();
            release();
        }
    }

    private void serve() {
        long queuedNanos = startNanos - call.arrivedNanos();
        if (call.isTwoWay() && queuedNanos > method.longestTimeoutNanos()) {
            // How long this consumer waits is written behind the arguments; none ever asked for as much as that.
            expire(queuedNanos, method.longestTimeoutNanos(), false);
            return;
        }
        if (!decode()) {
            return;
        }
        RequestFacts facts = method.facts(call.attachments());
        ServiceMethod located = ServiceTable.locate(services, method, call.head(), facts.received());
        if (located == null) {
            refuse(ReplyStatus.SERVICE_ERROR, port.table().notFound(call.head(), facts.received()));
            return;
        }
        int limitBytes = located.entry().payloadLimitBytes();
        if (limitBytes > 0 && isTooLarge(located.entry(), limitBytes)) {
            return;
        }
        if (handOver(located)) {
            return;
        }
        method = located;
        count(located.entry());
        if (!located.entry().acceptsToken(facts.token())) {
            port.observer().counted(RpcObserver.Event.REQUEST_REFUSED);
            String text = ServerErrors.forbidden(methodText());
            refuse(text, () -> call.replyForbidden(text));
            return;
        }
        long asked = facts.askedNanos();
        long timeoutNanos = asked > 0 ? asked : located.timeoutNanos();
        located.sawTimeout(timeoutNanos);
        if (call.isTwoWay() && queuedNanos > timeoutNanos) {
            expire(queuedNanos, timeoutNanos, asked > 0);
        } else if (located.isEcho()) {
            release();
            end(null, () -> call.replyValue(call.arguments()[0], Map.of()));
        } else {
            enter(located, facts, timeoutNanos);
        }
    }

    /** The transport has looked at what the head could mean, which with several groups is the largest of their limits. */
    private boolean isTooLarge(ServiceEntry located, int limitBytes) {
        call.limitReply(limitBytes);
        boolean exact = located == method.entry() && !located.isSharingHead();
        int bytes = exact ? 0 : call.length();
        if (bytes <= limitBytes) {
            return false;
        }
        refuse(ReplyStatus.BAD_REQUEST, ServerErrors.tooLarge(bytes, limitBytes));
        return true;
    }

    private void enter(ServiceMethod located, RequestFacts facts, long timeoutNanos) {
        GenericDispatch generic = located.entry().genericFor(located.descriptor());
        if (generic == null) {
            enter(located, call.arguments(), facts, timeoutNanos);
            return;
        }
        GenericDispatch.Meant meant;
        try {
            meant = generic.meant(call.arguments(), facts.received());
        } catch (GenericRefusal e) {
            port.observer().counted(RpcObserver.Event.REQUEST_REFUSED);
            refuse(e.status(), String.valueOf(e.getMessage()));
            return;
        }
        method = meant.method();
        form = meant.form();
        enter(method, meant.arguments(), facts, facts.askedNanos() > 0 ? timeoutNanos : method.timeoutNanos());
    }

    private void enter(ServiceMethod entering, @Nullable Object[] arguments, RequestFacts facts, long timeoutNanos) {
        String refusal = entering.enter(startNanos);
        if (refusal == null) {
            entered = true;
            refusal = enterNamed(entering, arguments);
        }
        if (refusal == null) {
            perform(arguments, facts, timeoutNanos);
        } else {
            port.observer().counted(RpcObserver.Event.REQUEST_REFUSED);
            refuse(ReplyStatus.SERVICE_ERROR, refusal);
        }
    }

    private @Nullable String enterNamed(ServiceMethod entering, @Nullable Object[] arguments) {
        NamedExecutions named = entering.entry().namedFor(entering.descriptor());
        if (named == null) {
            return null;
        }
        String name = NamedExecutions.name(arguments);
        String refusal = named.enter(name);
        countedName = refusal == null ? name : null;
        return refusal;
    }

    /** To the service's own threads, where its head, which does not tell the group, did not lead to them. */
    private boolean handOver(ServiceMethod located) {
        Workers own = located.entry().workers();
        if (own == null || own == workers() || located.entry().isWithdrawn()) {
            return false;
        }
        ServerCall handed = new ServerCall(port, call, located, own, services, true);
        release();
        stopCounting();
        port.serve(handed);
        return true;
    }

    private boolean decode() {
        if (decoded) {
            return true;
        }
        try {
            call.decode();
            return true;
        } catch (RpcSerializationException e) {
            refuse(ReplyStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            port.logs().problem("Decoding a request for {} failed", methodText(), e);
            refuse(ReplyStatus.BAD_REQUEST, ServerErrors.undecodable(methodText(), e));
        }
        return false;
    }

    private void perform(@Nullable Object[] arguments, RequestFacts facts, long timeoutNanos) {
        CallbackReceiver callbacks = form == null ? method.callbacks() : null;
        String refusal = callbacks == null ? null : callbacks.receive(call);
        if (refusal != null) {
            port.observer().counted(RpcObserver.Event.REQUEST_REFUSED);
            refuse(ReplyStatus.SERVICE_ERROR, refusal);
            return;
        }
        Dispatch dispatching = Dispatch.of(method, call, arguments, facts, timeoutNanos, port.ticker());
        dispatch = dispatching;
        Invocation made = dispatching.invocation();
        boolean isDeadlineKnown = call.isTwoWay() && facts.askedNanos() > 0;
        deadlineNanos = made.deadlineNanos() + (isDeadlineKnown ? 0 : Math.max(0, PATIENCE_NANOS - timeoutNanos));
        AccessLog accessLog = method.entry().accessLog();
        if (accessLog != null) {
            argumentText = accessLog.arguments(made.arguments());
        }
        port.observer().requestStarted(made);
        RpcContext context = RpcContext.getContext();
        InternalRpcContext.enter(context, dispatching.request());
        Runnable reply;
        try {
            reply = method.entry().filters().isEmpty() ? direct(dispatching) : filtered(dispatching);
            dispatching.takeReplyAttachments(context);
        } finally {
            InternalRpcContext.leave(context);
        }
        reply.run();
    }

    private Runnable direct(Dispatch dispatching) {
        dispatching.run(dispatching.invocation());
        CompletableFuture<@Nullable Object> pending = dispatching.late();
        if (pending == null) {
            return () -> finish(dispatching.value(), dispatching.serviceError());
        }
        return () -> {
            forget(dispatching);
            await(pending);
        };
    }

    /** Of answers that are given later there can be many, so they keep nothing that nobody will ask for. */
    private void forget(Dispatch dispatched) {
        release();
        boolean needed =
                dispatched.isPromised() || port.watchesCalls() || method.entry().accessLog() != null;
        if (!needed && dispatched.replyAttachments().isEmpty()) {
            dispatch = null;
            call.dropArguments();
        }
    }

    private Runnable filtered(Dispatch dispatching) {
        try {
            ResponseFuture<@Nullable Object> outcome =
                    FilterStep.first(method.entry().filters(), dispatching).invoke(dispatching.invocation());
            return () -> await(outcome);
        } catch (Throwable e) {
            if (e != dispatching.serviceError() && !(e instanceof RpcException)) {
                port.logs().problem("A filter of {} failed", methodText(), e);
                return () -> finish(null, ServerErrors.filterFailed(methodText(), e));
            }
            return () -> finish(null, e);
        }
    }

    private void await(CompletableFuture<@Nullable Object> outcome) {
        if (!outcome.isDone()) {
            port.lateAnswers().add(this);
        }
        outcome.whenComplete(this);
    }

    /** The late answer is there. On the thread that gave it. */
    @Override
    public void accept(@Nullable Object result, @Nullable Throwable error) {
        port.lateAnswers().remove(this);
        try {
            finish(result, error == null ? null : ExceptionRule.unwrap(error));
        } catch (Throwable e) {
            log.error("Replying to {} failed", methodText(), e);
            end(e, () -> call.replyStatus(ReplyStatus.SERVER_ERROR, ServerErrors.failed(methodText())));
        }
    }

    /** Replies with the outcome. */
    private void finish(@Nullable Object result, @Nullable Throwable error) {
        if (isEnded()) {
            return; // given up before
        }
        if (form != null && error == null) {
            Object formed;
            try {
                formed = form.apply(result);
            } catch (Throwable e) {
                reply(null, e);
                return;
            }
            reply(formed, null);
        } else {
            reply(result, error);
        }
    }

    private void reply(@Nullable Object result, @Nullable Throwable error) {
        release();
        Dispatch dispatched = dispatch;
        if (dispatched != null && dispatched.isStopped()) {
            end(error, call::drop); // by the service: the consumer is left to its timeout
            return;
        }
        if (!call.isTwoWay() && error != null) {
            port.logs().oneWayFailed(method, error.getClass().getName(), error);
        }
        Map<String, Object> attachments = dispatched == null ? Map.of() : dispatched.replyAttachments();
        if (error == null) {
            end(null, () -> call.replyValue(result, attachments));
        } else if (error instanceof GenericRefusal refusal) {
            port.observer().counted(RpcObserver.Event.REQUEST_REFUSED);
            end(error, () -> call.replyStatus(refusal.status(), String.valueOf(refusal.getMessage())));
        } else if (error instanceof RpcException refusal && isOfFilter(error)) {
            end(error, () -> call.replyStatus(ReplyStatus.SERVICE_ERROR, String.valueOf(refusal.getMessage())));
        } else {
            Throwable sent = method.toSend(error, call.isTwoWay(), form != null, port.logs());
            end(error, () -> call.replyException(sent, attachments));
        }
    }

    private boolean isOfFilter(Throwable error) {
        return (dispatch == null || error != dispatch.serviceError())
                && !method.entry().filters().isEmpty();
    }

    /** The deadline has passed and nobody has answered. */
    void giveUp() {
        Dispatch dispatched = dispatch;
        Throwable error = new RpcTimeoutException("No answer before the deadline", CallFacts.NONE, null, false);
        end(error, () -> {
            if (dispatched != null) {
                dispatched.giveUp(error);
                dispatched.cancelPromise(); // a later write fails; the stage that replies finds the request ended
            }
            port.logs().unanswered(method, deadlineNanos - call.arrivedNanos());
            call.drop();
        });
    }
}
