// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ContextSnapshot;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.NextCall;
import io.tern.rpc.RpcContext;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.CallTerms;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Works out what one call has of its own: of the thread's context, and of the request that the thread serves. */
final class OwnTerms {
    /** The attachment with which Dubbo's users limit the next call. */
    private static final String TIMEOUT = "timeout";

    private OwnTerms() {}

    /**
     * The options of a call that is made now.
     *
     * @param attachments what was taken for it; loses what is meant for this process. Null if nothing
     * @return those that are configured, if there is nothing to add
     */
    @SuppressWarnings("ReferenceEquality") // whether there is anything to add
    static CallOptions of(
            CallOptions configured,
            DeadlineRules rules,
            MethodDescriptor method,
            RpcContext context,
            @Nullable Map<String, Object> attachments) {
        NextCall next = InternalRpcContext.takeNextCall(context);
        long ownNanos = attachments == null ? 0 : timeoutNanos(attachments.remove(TIMEOUT));
        if (next != null && InternalRpcContext.timeoutNanos(next) > 0) {
            ownNanos = InternalRpcContext.timeoutNanos(next);
        }
        CallTerms terms = terms(configured, rules, context, next, ownNanos > 0);
        if (configured.mode() == CallMode.FUTURE) {
            terms = withContext(terms, InternalRpcContext.forCallbacks(context, method.method(), attachments));
        }
        int retries = next == null ? -1 : InternalRpcContext.retries(next);
        if (terms == configured.terms() && retries < 0) {
            return configured;
        }
        return new CallOptions(
                configured.mode(),
                configured.sent(),
                ownNanos > 0 ? ownNanos : configured.timeoutNanos(),
                retries < 0 ? configured.retries() : retries,
                terms);
    }

    private static @Nullable CallTerms terms(
            CallOptions configured,
            DeadlineRules rules,
            RpcContext context,
            @Nullable NextCall next,
            boolean ownTimeout) {
        InternalRpcContext.Request served = InternalRpcContext.served(context);
        // It takes none of its caller's time, and who makes it wants it to happen.
        boolean oneWay = configured.mode() == CallMode.ONEWAY;
        InternalRpcContext.Request limiting =
                served != null && served.isAwaited() && rules.inherits() && !oneWay ? served : null;
        String address = next == null ? null : InternalRpcContext.address(next);
        if (limiting == null && !ownTimeout && address == null) {
            return configured.terms();
        }
        boolean countsDown = configured.terms() != null && configured.terms().countsDown();
        return new CallTerms(
                ownTimeout,
                countsDown || (limiting != null && limiting.countsDown()),
                limiting != null,
                limiting == null ? 0 : limiting.deadlineNanos(),
                address,
                null);
    }

    private static @Nullable CallTerms withContext(@Nullable CallTerms terms, @Nullable ContextSnapshot context) {
        if (context == null) {
            return terms;
        }
        return terms == null ? new CallTerms(false, false, false, 0, null, context) : terms.withContext(context);
    }

    /** 0 if there is none, which 0 means too, as everywhere. */
    private static long timeoutNanos(@Nullable Object written) {
        if (written == null) {
            return 0;
        }
        long millis = millis(written);
        if (millis < 0 || millis > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "The attachment \"timeout\" in RpcContext, which limits the next call, is no"
                            + " whole number of milliseconds from 1 to " + Integer.MAX_VALUE
                            + " but something else of type "
                            + written.getClass().getName()
                            + ". Set such a number, or RpcContext.nextCall().timeout(…)");
        }
        return millis * 1_000_000;
    }

    private static long millis(Object written) {
        if (written instanceof Integer || written instanceof Long) {
            return ((Number) written).longValue();
        }
        if (written instanceof String text && text.length() <= 10) {
            try {
                return Long.parseLong(text.strip());
            } catch (NumberFormatException e) {
                return -1;
            }
        }
        return -1;
    }
}
