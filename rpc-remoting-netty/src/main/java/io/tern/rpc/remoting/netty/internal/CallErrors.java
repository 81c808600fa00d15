// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.tern.rpc.CallFacts;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.spi.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All messages about calls to one peer, as a rule a provider: what failed, method, peer, times, what to do. One line, no values of
 * arguments. Thread-safe.
 */
final class CallErrors {
    private static final int MAX_PEER_TEXT = 1_024;

    private final Ticker ticker;
    private final String address;
    private final String peer;
    private final RateLimit traces;

    /** What a message needs to know about a call. */
    record Subject(String method, @Nullable InetSocketAddress remote, long startNanos) {}

    /**
     * Messages about calls to one process.
     *
     * @param peer what that is: provider or consumer
     * @param traces says which of the failures that come in storms get a stack trace
     */
    CallErrors(Ticker ticker, String address, String peer, RateLimit traces) {
        this.ticker = ticker;
        this.address = address;
        this.peer = peer;
        this.traces = traces;
    }

    RpcException timeout(NettyResponse call, boolean written) {
        long now = ticker.nanos();
        String fate = written
                ? "The request was written after " + millis(call.writtenNanos() - call.attemptNanos())
                        + " ms. Check the " + peer + "'s load or raise the timeout."
                : "The request was not written: the connection is busy or the " + peer + " does not read.";
        String message = "Timed out: " + call.method() + " on " + address + " after "
                + (now - call.attemptNanos()) / 1_000_000 + " ms (timeout "
                + TimeUnit.NANOSECONDS.toMillis(call.timeoutNanos()) + " ms). " + fate;
        Delivery delivery = written ? Delivery.MAYBE_EXECUTED : Delivery.NOT_SENT;
        return new RpcTimeoutException(message, call.facts(delivery), null, withTrace());
    }

    /** {@code sent="true"} waited in vain. */
    RpcException writeTimeout(Subject call, long timeoutNanos) {
        String message = "Timed out: " + call.method + " on " + address + " was not written within "
                + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                + " ms. The " + peer + " does not read what it is sent; check its load.";
        return new RpcTimeoutException(message, facts(call, Delivery.MAYBE_EXECUTED), null, withTrace());
    }

    RpcException interrupted(NettyResponse call, boolean written) {
        String message = "Interrupted: the thread that waited for " + call.method() + " on " + address
                + " was interrupted after " + millis(ticker.nanos() - call.attemptNanos()) + " ms.";
        Delivery delivery = written ? Delivery.MAYBE_EXECUTED : Delivery.NOT_SENT;
        return new RpcException(
                RpcException.UNKNOWN_EXCEPTION, message, new InterruptedException(), call.facts(delivery), true);
    }

    RpcException interrupted(Subject call, InterruptedException cause) {
        String message = "Interrupted: the thread that wanted to send " + call.method + " to " + address
                + " was interrupted while it waited for the connection.";
        return new RpcException(RpcException.UNKNOWN_EXCEPTION, message, cause, facts(call, Delivery.NOT_SENT), true);
    }

    /** {@code sent="true"}, and the request is with the connection, which goes on writing it. */
    RpcException interruptedWrite(Subject call, InterruptedException cause) {
        String message = "Interrupted: the thread that sent " + call.method + " to " + address
                + " was interrupted before the request was known to be written; the " + peer + " may run it.";
        return new RpcException(
                RpcException.UNKNOWN_EXCEPTION, message, cause, facts(call, Delivery.MAYBE_EXECUTED), true);
    }

    RpcException connectionLost(NettyResponse call, boolean written, Throwable cause) {
        String message = "Connection lost: " + call.method() + " on " + address + " after "
                + millis(ticker.nanos() - call.attemptNanos()) + " ms, "
                + (written ? "the " + peer + " may have run it" : "before the request was written") + ": "
                + reason(cause);
        Delivery delivery = written ? Delivery.MAYBE_EXECUTED : Delivery.NOT_SENT;
        return new RpcConnectionException(message, call.facts(delivery), cause, false);
    }

    /** The request did not leave. */
    RpcException notSent(Subject call, Throwable cause) {
        return new RpcConnectionException(notSentText(call, cause), facts(call, Delivery.NOT_SENT), cause, withTrace());
    }

    String notSentText(Subject call, Throwable cause) {
        return "Not sent: " + call.method + " to " + address + ": " + reason(cause)
                + (cause instanceof LinkFailure ? "." : ". Check that the " + peer + " runs and listens there.");
    }

    /** Before anything was sent. */
    RpcException blockingCall(Subject call) {
        return blockingCall(facts(call, Delivery.NOT_SENT));
    }

    RpcException blockingCall(CallFacts facts) {
        String message = "Blocking call on an event loop: " + facts.method() + " on " + address
                + " would wait on thread " + Thread.currentThread().getName()
                + ", which all its connections need. Call asynchronously, or use dispatcher=\"all\".";
        return new RpcException(RpcException.UNKNOWN_EXCEPTION, message, null, facts, true);
    }

    RpcException tooManyInFlight(Subject call) {
        String message = "Too many calls: " + call.method + " on " + address + ": " + InFlightTable.LIMIT
                + " calls wait for replies on this connection, which is the limit. Call slower or set connections.";
        return new RpcLimitException(message, facts(call, Delivery.NOT_SENT), null, withTrace());
    }

    RpcException writeBufferFull(Subject call) {
        String message = "Write buffer full: " + call.method + " on " + address + ": the " + peer
                + " reads slower than this process sends. Call slower or set connections.";
        return new RpcLimitException(message, facts(call, Delivery.NOT_SENT), null, withTrace());
    }

    RpcException cannotEncode(Subject call, Throwable cause) {
        String message = "Cannot encode: " + call.method + " to " + address + " was not sent: " + reason(cause);
        return new RpcSerializationException(message, facts(call, Delivery.NOT_SENT), cause);
    }

    RpcException cannotDecode(NettyResponse call, Throwable cause) {
        String message = "Cannot decode: the reply of " + call.method() + " from " + address + ": " + reason(cause);
        return new RpcSerializationException(message, call.facts(Delivery.EXECUTED), cause);
    }

    /**
     * A reply with a status other than ok (docs/protocol.md, "Status codes"). The classes tell whether another attempt
     * makes sense: what the provider refuses or cannot encode, it will again.
     */
    RpcException status(NettyResponse call, int status, String text) {
        String said = text.isEmpty() ? "no reason given" : oneLine(text);
        String message = call.method() + " on " + address + " after " + millis(ticker.nanos() - call.attemptNanos())
                + " ms: status " + status + ", " + said;
        CallFacts facts = call.facts(Delivery.EXECUTED);
        return switch (status) {
            case 30, 31 ->
                new RpcTimeoutException("Timed out at the " + peer + ": " + message, facts, null, withTrace());
            case 25, 50 ->
                new RpcSerializationException("The " + peer + " could not encode the reply: " + message, facts, null);
            case 100 ->
                new RpcLimitException("The " + peer + " has no free thread: " + message, facts, null, withTrace());
            case 40 ->
                new RpcServerException(
                        "The " + peer + " could not read the request: " + message, facts, null, true, true);
            case 60, 70 ->
                new RpcServerException("The " + peer + " refused the call: " + message, facts, null, true, true);
            default -> new RpcServerException("The " + peer + " failed: " + message, facts, null);
        };
    }

    CallFacts facts(Subject call, Delivery delivery) {
        return new CallFacts(call.method, call.remote, Duration.ofNanos(ticker.nanos() - call.startNanos), delivery);
    }

    private boolean withTrace() {
        return traces.pass() >= 0;
    }

    /** What a failure says, in a few words: our own and the system's texts need no class name. */
    static String reason(Throwable cause) {
        String text = cause.getMessage();
        if (text == null) {
            return cause.getClass().getSimpleName();
        }
        boolean plain = cause instanceof RpcException || cause instanceof IOException;
        return oneLine(plain ? text : cause.getClass().getSimpleName() + ": " + text);
    }

    /** With one decimal; by hand, since failures come in storms and a formatter costs more than the rest. */
    private static String millis(long nanos) {
        long tenths = (nanos + 50_000) / 100_000;
        return tenths / 10 + "." + tenths % 10;
    }

    /** What a peer wrote, fit for a message: its first line, cut, without control characters. */
    static String oneLine(String text) {
        String line = text.strip();
        int end = line.indexOf('\n');
        line = end < 0 ? line : line.substring(0, end);
        line = line.length() > MAX_PEER_TEXT ? line.substring(0, MAX_PEER_TEXT) + "…" : line;
        StringBuilder clean = new StringBuilder(line.length());
        line.chars().forEach(unit -> clean.append(Character.isISOControl(unit) ? '?' : (char) unit));
        return clean.toString();
    }
}
