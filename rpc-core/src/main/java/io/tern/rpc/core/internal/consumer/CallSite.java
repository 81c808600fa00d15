// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.InternalRpcContext.Style;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.CallTerms;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One method of one reference: everything a call needs, worked out when the reference was built.
 *
 * <p>It alone writes the thread's saved future. The slot is cleared first of all, so that no failure can leave an earlier
 * call's future there, and again when a synchronous or one-way call ends, since filters and hooks may have made
 * asynchronous calls of their own in between. Such calls leave a future only where that is asked for, as Dubbo 2.7 and later
 * do: one of a call that was sent, and done.
 */
public final class CallSite implements MethodCall {
    /** The parameter, by Dubbo 3's name for it, with which synchronous and one-way calls leave a future too. */
    static final String FUTURE_OF_EVERY_CALL = "future.sync.set";

    private final ServiceKey service;
    private final MethodDescriptor method;
    private final Ticker ticker;

    private volatile Link link;

    /** A chain and the options that belong to it, by the style of a call; and whether every call leaves a future. */
    private record Link(
            Invoker chain,
            DeadlineRules rules,
            CallOptions configured,
            CallOptions asynchronous,
            CallOptions oneWay,
            boolean leavesFuture) {
        static Link of(MethodDescriptor method, MethodSettings settings, Invoker chain) {
            DeadlineRules rules = DeadlineRules.of(settings);
            CallOptions waiting = options(CallMode.SYNC, settings, rules);
            CallOptions asynchronous = waiting.mode(CallMode.FUTURE);
            CallOptions oneWay = options(CallMode.ONEWAY, settings, rules);
            CallOptions configured =
                    settings.oneWay() ? oneWay : settings.async() || method.returnsFuture() ? asynchronous : waiting;
            boolean leavesFuture = FlagParameter.of(settings, FUTURE_OF_EVERY_CALL, false);
            return new Link(chain, rules, configured, asynchronous, oneWay, leavesFuture);
        }

        static Link of(CallOptions configured, Invoker chain) {
            return new Link(
                    chain,
                    DeadlineRules.STANDARD,
                    configured,
                    configured.mode(CallMode.FUTURE),
                    configured.mode(CallMode.ONEWAY),
                    false);
        }

        CallOptions optionsFor(@Nullable Style style) {
            return style == null ? configured : style == Style.ASYNC ? asynchronous : oneWay;
        }
    }

    /** {@code chain} is linked by {@link ReferenceAssembler}. */
    CallSite(ServiceKey service, MethodDescriptor method, MethodSettings settings, Invoker chain, Ticker ticker) {
        this(service, method, Link.of(method, settings, chain), ticker);
    }

    /** Of calls whose options are known, and do not change. */
    public CallSite(ServiceKey service, MethodDescriptor method, CallOptions options, Invoker chain, Ticker ticker) {
        this(service, method, Link.of(options, chain), ticker);
    }

    private CallSite(ServiceKey service, MethodDescriptor method, Link link, Ticker ticker) {
        this.service = service;
        this.method = method;
        this.ticker = ticker;
        this.link = link;
    }

    /** Lets calls that come from now on run by other settings. */
    void relink(MethodSettings settings, Invoker chain) {
        link = Link.of(method, settings, chain);
    }

    /** Nobody waits for a one-way call, so there is nothing to count down. */
    private static CallOptions options(CallMode mode, MethodSettings settings, DeadlineRules rules) {
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(settings.timeoutMillis());
        CallTerms terms = rules.countsDown() && mode != CallMode.ONEWAY ? CallTerms.COUNTDOWN : null;
        return new CallOptions(mode, settings.sent(), timeoutNanos, settings.retries(), terms);
    }

    @Override
    public @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
        RpcContext context = RpcContext.getContext();
        InternalRpcContext.beginCall(context);
        Style style = InternalRpcContext.takeStyle(context);
        Link now = link;
        Invoker chain = now.chain();
        CallOptions options = now.optionsFor(style);
        Map<String, Object> attachments = InternalRpcContext.takeAttachments(context);
        if (attachments != null || InternalRpcContext.isSpecial(context)) {
            options = OwnTerms.of(options, now.rules(), method, context, attachments);
        }
        Invocation call = new Invocation(service, method, options, arguments, null, ticker.nanos(), attachments);
        if (options.address() != null) {
            call.bind();
        }
        return switch (options.mode()) {
            case SYNC -> await(context, chain.invoke(call), now.leavesFuture());
            case FUTURE -> publish(context, chain.invoke(call), style, options.sent());
            case ONEWAY -> forget(context, chain.invoke(call), now.leavesFuture());
        };
    }

    private @Nullable Object await(RpcContext context, ResponseFuture<@Nullable Object> future, boolean leavesFuture)
            throws Throwable {
        try {
            Object value = Outcome.await(future);
            return value == null ? method.emptyReturn() : value;
        } finally {
            InternalRpcContext.beginCall(context);
            if (leavesFuture && Outcome.unsent(future) == null) {
                InternalRpcContext.publish(context, future);
            }
            InternalRpcContext.replied(context, future.attachments());
        }
    }

    /**
     * Statements 16 and 29: who calls a plain asynchronous method learns at the call that it cannot be sent, and with
     * {@code sent="true"} also that it was not written in time; who holds the future in hand, as the method's result or
     * from {@code asyncCall}, learns it there.
     */
    private @Nullable Object publish(
            RpcContext context, ResponseFuture<@Nullable Object> future, @Nullable Style style, boolean sent) {
        if (style == null && !method.returnsFuture()) {
            RpcException failure = sent ? Outcome.unwritten(future) : Outcome.unsent(future);
            if (failure != null) {
                InternalRpcContext.beginCall(context);
                throw failure;
            }
        }
        InternalRpcContext.publish(context, future);
        return method.returnsFuture() ? future : method.emptyReturn();
    }

    private @Nullable Object forget(RpcContext context, ResponseFuture<@Nullable Object> future, boolean leavesFuture)
            throws Throwable {
        InternalRpcContext.beginCall(context);
        Throwable error = Outcome.errorNow(future);
        if (error != null) {
            throw error;
        }
        if (leavesFuture) {
            InternalRpcContext.publish(context, ResponseFuture.completed(null));
        }
        // A caller of such a method expects a future and would trip over null.
        return method.returnsFuture() ? future : method.emptyReturn();
    }
}
