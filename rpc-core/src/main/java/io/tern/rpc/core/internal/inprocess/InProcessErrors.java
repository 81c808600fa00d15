// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.CallFacts;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All messages about calls inside the process, of the classes that the same failures have on a socket, so that clusters
 * and catchers need not know. No values of arguments. Thread-safe.
 */
final class InProcessErrors {
    private final Ticker ticker;
    private final String place;
    private final InetSocketAddress remote;

    /** About calls to this address. */
    InProcessErrors(Ticker ticker, String address, InetSocketAddress remote) {
        this.ticker = ticker;
        this.place = address + " in this process";
        this.remote = remote;
    }

    RpcException timeout(InProcessResponse call) {
        return new RpcTimeoutException(
                "Timed out: " + call.method() + " on " + place + " after "
                        + millis(ticker.nanos() - call.attemptNanos()) + " ms (timeout "
                        + TimeUnit.NANOSECONDS.toMillis(call.timeoutNanos()) + " ms). The request was written after 0"
                        + " ms. Check what keeps the service busy, or raise the timeout.",
                call.facts(Delivery.MAYBE_EXECUTED),
                null,
                false);
    }

    RpcException interrupted(InProcessResponse call) {
        return new RpcException(
                RpcException.UNKNOWN_EXCEPTION,
                "Interrupted: the thread that waited for " + call.method() + " on " + place + " was interrupted after "
                        + millis(ticker.nanos() - call.attemptNanos()) + " ms.",
                new InterruptedException(),
                call.facts(Delivery.MAYBE_EXECUTED),
                true);
    }

    /** The service was taken away, or the reference closed, before the answer was there. */
    RpcException lost(InProcessResponse call, String reason) {
        return new RpcConnectionException(
                "Connection lost: " + call.method() + " on " + place + " after "
                        + millis(ticker.nanos() - call.attemptNanos()) + " ms, the service may have run it: " + reason,
                call.facts(Delivery.MAYBE_EXECUTED),
                null,
                false);
    }

    RpcException notSent(Invocation call, String reason) {
        return new RpcConnectionException(
                "Not sent: " + call.method() + " to " + place + ": " + reason, notSent(call), null, false);
    }

    RpcException cannotEncode(Invocation call, Throwable cause) {
        return new RpcSerializationException(
                "Cannot encode: " + call.method() + " to " + place + " was not sent: " + reason(cause),
                notSent(call),
                cause);
    }

    RpcException cannotDecode(InProcessResponse call, Throwable cause) {
        return new RpcSerializationException(
                "Cannot decode: the reply of " + call.method() + " from " + place + ": " + reason(cause),
                call.facts(Delivery.EXECUTED),
                cause);
    }

    RpcException blockingCall(Invocation call) {
        return blockingCall(call.method(), notSent(call));
    }

    RpcException blockingCall(InProcessResponse call) {
        return blockingCall(call.method(), call.facts(Delivery.MAYBE_EXECUTED));
    }

    private RpcException blockingCall(MethodDescriptor method, CallFacts facts) {
        return new RpcException(
                RpcException.UNKNOWN_EXCEPTION,
                "Blocking call on an event loop: " + method + " on " + place + " would wait on thread "
                        + Thread.currentThread().getName()
                        + ", which all its connections need. Call asynchronously, or use dispatcher=\"all\".",
                null,
                facts,
                true);
    }

    /** An answer that is none; the classes tell whether another attempt makes sense. */
    RpcException refused(InProcessResponse call, InProcessReply.Refusal refusal) {
        String text = refusal.text().strip();
        int line = text.indexOf('\n');
        String message = call.method() + " on " + place + " after "
                + millis(ticker.nanos() - call.attemptNanos()) + " ms: status "
                + refusal.status().code() + ", "
                + (text.isEmpty() ? "no reason given" : line < 0 ? text : text.substring(0, line));
        CallFacts facts = call.facts(Delivery.EXECUTED);
        return switch (refusal.status()) {
            case CLIENT_TIMEOUT, SERVER_TIMEOUT ->
                new RpcTimeoutException("Timed out at the provider: " + message, facts, null, false);
            case SERIALIZATION_ERROR, BAD_RESPONSE ->
                new RpcSerializationException("The provider could not encode the reply: " + message, facts, null);
            case THREADPOOL_EXHAUSTED ->
                new RpcLimitException("The provider has no free thread: " + message, facts, null, false);
            case BAD_REQUEST ->
                new RpcServerException("The provider could not read the request: " + message, facts, null, true, true);
            case SERVICE_NOT_FOUND, SERVICE_ERROR ->
                new RpcServerException("The provider refused the call: " + message, facts, null, true, true);
            default -> new RpcServerException("The provider failed: " + message, facts, null);
        };
    }

    private CallFacts notSent(Invocation call) {
        return new CallFacts(
                call.method().toString(),
                remote,
                Duration.ofNanos(ticker.nanos() - call.startNanos()),
                Delivery.NOT_SENT);
    }

    private static String reason(Throwable cause) {
        @Nullable String text = cause.getMessage();
        if (text == null) {
            return cause.getClass().getSimpleName();
        }
        return cause instanceof RpcException ? text : cause.getClass().getSimpleName() + ": " + SafeText.of(text);
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
