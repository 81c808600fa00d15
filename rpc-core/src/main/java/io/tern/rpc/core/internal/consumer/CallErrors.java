// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.CallFacts;
import io.tern.rpc.Endpoint;
import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcForbiddenException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All failures of calls that the engine itself finds. What failed, which method, which providers, how long it took, what
 * to do; never an argument, an attachment or a token. Failures that come in storms have no stack trace of their own.
 */
public final class CallErrors {
    private static final int MOST_CAUSES = 10;

    private CallErrors() {}

    /** Nobody is known who could be called. */
    public static NoProviderException noProvider(Invocation call, Directory directory, long nowNanos) {
        List<EndpointInvoker> known = directory.snapshot();
        String asked = call.options().address();
        String reason = asked == null || known.isEmpty()
                ? directory.absence()
                : "is not provided by " + asked
                        + ", where this call alone may go (RpcContext.nextCall().address), but by " + some(known);
        return new NoProviderException(
                "No provider: " + call.method() + " of service " + directory.service() + " " + reason,
                facts(call, null, nowNanos, Delivery.NOT_SENT),
                null,
                false);
    }

    private static String some(List<EndpointInvoker> known) {
        String list = known.stream()
                .limit(MOST_CAUSES)
                .map(provider -> provider.endpoint().address())
                .collect(Collectors.joining(", "));
        return known.size() > MOST_CAUSES ? list + " and " + (known.size() - MOST_CAUSES) + " more" : list;
    }

    /** Nothing is left of the time in which the answer would be of use. */
    static RpcTimeoutException noTimeLeft(Invocation call, Endpoint provider, long nowNanos) {
        String whose = call.isCut()
                ? "the consumer of the request for which it was made does not wait any longer. Raise the timeout there, or"
                        + " take less time before the call; with the parameter tern.deadline=off calls go on without it"
                : "its timeout passed before it could be sent. Raise timeout, or find out what it waited for";
        return RpcTimeoutException.terminated(
                "No time left: " + call.method() + " was not sent to " + provider.address() + " after "
                        + millis(call, nowNanos) + " ms: " + whose,
                facts(call, null, nowNanos, Delivery.NOT_SENT));
    }

    /** Every address of a reference was tried at start, and none could be connected. */
    static NoProviderException unreachable(ReferenceSettings settings, Map<String, String> causesByAddress) {
        String causes = causesByAddress.entrySet().stream()
                .limit(MOST_CAUSES)
                .map(cause -> cause.getKey() + " (" + cause.getValue() + ")")
                .collect(Collectors.joining(", "));
        if (causesByAddress.size() > MOST_CAUSES) {
            causes += " and " + (causesByAddress.size() - MOST_CAUSES) + " more";
        }
        return new NoProviderException(
                "No provider of " + settings.service() + " can be reached for reference \"" + settings.id() + "\": "
                        + causes
                        + ". Start a provider, correct its address, or write check=\"false\" to start without one",
                CallFacts.NONE,
                null);
    }

    /** The registries of a reference know nobody who could be called. */
    static NoProviderException notFound(ReferenceSettings settings, String absence) {
        return new NoProviderException(
                "No provider for reference \"" + settings.id() + "\": service " + settings.service() + " " + absence
                        + ". Or write check=\"false\" to start without one",
                CallFacts.NONE,
                null);
    }

    /** Nobody can say who there is. */
    static NoProviderException silentRegistry(ReferenceSettings settings, String silence) {
        return new NoProviderException(
                "No provider of " + settings.service() + " can be looked up for reference \"" + settings.id() + "\": "
                        + silence + ". Start it, correct its address, or write check=\"false\" at the registry to start"
                        + " without it",
                CallFacts.NONE,
                null);
    }

    /**
     * More than one attempt was made, and the last one failed too. Keeps the kind of the last failure, so that callers can
     * catch a timeout without knowing about retries.
     *
     * @param tried in order, one entry per attempt
     * @param delivery the most that any attempt reached
     */
    public static RpcException exhausted(
            Invocation call, List<EndpointInvoker> tried, RpcException last, Delivery delivery, long nowNanos) {
        String message = tried(call, tried, nowNanos) + ". Last error: " + last.getMessage();
        return sameKind(last, message, facts(call, last.remoteAddress(), nowNanos, delivery));
    }

    /**
     * The last attempt failed, and another one would have been too much for the providers. Keeps the kind of the failure.
     *
     * @param tried in order, one entry per attempt
     * @param delivery the most that any attempt reached
     * @param budget what is allowed
     */
    public static RpcException retryRefused(
            Invocation call,
            List<EndpointInvoker> tried,
            RpcException last,
            Delivery delivery,
            String budget,
            long nowNanos) {
        String message = tried(call, tried, nowNanos) + ", and no more, since too many calls are being tried again"
                + " (tern.retry.budget allows " + budget + "). Last error: " + last.getMessage();
        return sameKind(last, message, facts(call, last.remoteAddress(), nowNanos, delivery));
    }

    private static String tried(Invocation call, List<EndpointInvoker> tried, long nowNanos) {
        String providers = tried.stream()
                .map(invoker -> invoker.endpoint().address())
                .distinct()
                .collect(Collectors.joining(", ", "[", "]"));
        return "Failed to invoke " + call.method() + ". Tried " + tried.size()
                + (tried.size() == 1 ? " time" : " times") + " of the providers " + providers + " in "
                + millis(call, nowNanos) + " ms";
    }

    /**
     * Several providers were called at a time, and some of them failed. With an exception of the service among them this is
     * an outcome that must not be tried again ({@link RpcException#isBiz}); otherwise it is of the kind of the first failure.
     *
     * @param called how many there were
     * @param errors of those that failed, not empty; the first is the cause, and some of the others are suppressed
     */
    public static RpcException someFailed(
            Invocation call, int called, Map<EndpointInvoker, Throwable> errors, long nowNanos) {
        Delivery delivery = errors.size() < called ? Delivery.EXECUTED : Delivery.NOT_SENT;
        boolean ofService = false;
        for (Throwable error : errors.values()) {
            RpcException failure = Outcome.failure(error);
            Delivery reached = failure == null ? Delivery.EXECUTED : failure.delivery();
            delivery = delivery.compareTo(reached) < 0 ? reached : delivery;
            ofService |= failure == null;
        }
        String list = errors.entrySet().stream()
                .limit(MOST_CAUSES)
                .map(error -> error.getKey().endpoint().address() + " (" + brief(error.getValue()) + ")")
                .collect(Collectors.joining(", "));
        if (errors.size() > MOST_CAUSES) {
            list += " and " + (errors.size() - MOST_CAUSES) + " more";
        }
        String message = "Failed to invoke " + call.method() + " on " + errors.size() + " of " + called
                + " providers in " + millis(call, nowNanos) + " ms: " + list;
        CallFacts facts = facts(call, null, nowNanos, delivery);
        Throwable first = errors.values().iterator().next();
        RpcException all = ofService
                ? new RpcException(RpcException.BIZ_EXCEPTION, message, first, facts, false)
                : sameKind((RpcException) first, message, facts);
        errors.values().stream().limit(MOST_CAUSES).skip(1).forEach(all::addSuppressed);
        return all;
    }

    /** What the service says of its own exceptions is for their catcher; they are the cause. */
    private static String brief(Throwable error) {
        RpcException failure = Outcome.failure(error);
        return failure == null || failure.getMessage() == null
                ? error.getClass().getName()
                : failure.getMessage();
    }

    private static RpcException sameKind(RpcException last, String message, CallFacts facts) {
        if (last instanceof RpcTimeoutException) {
            return new RpcTimeoutException(message, facts, last, false);
        } else if (last instanceof RpcConnectionException) {
            return new RpcConnectionException(message, facts, last, false);
        } else if (last instanceof RpcLimitException) {
            return new RpcLimitException(message, facts, last, false);
        } else if (last instanceof NoProviderException) {
            return new NoProviderException(message, facts, last, false);
        } else if (last instanceof RpcForbiddenException) {
            return new RpcForbiddenException(message, facts, last, false);
        } else if (last instanceof RpcServerException server) {
            return new RpcServerException(message, facts, last, false, server.isRefusal());
        } else if (last instanceof RpcSerializationException) {
            return new RpcSerializationException(message, facts, last, false);
        }
        return new RpcException(last.getCode(), message, last, facts, false);
    }

    /** {@code actives} calls run, and none ended before the deadline. */
    static RpcLimitException tooManyActive(Invocation call, MethodSettings settings, long nowNanos) {
        Origin origin = settings.origins().getOrDefault("actives", Origin.BUILT_IN);
        return new RpcLimitException(
                "Too many calls at a time: " + call.method() + " waited " + millis(call, nowNanos) + " ms for one of "
                        + settings.actives() + " to end (actives=" + settings.actives() + " from " + origin
                        + ", timeout " + (call.deadlineNanos() - call.attemptNanos()) / 1_000_000
                        + " ms). Raise actives, or find out why calls take so long",
                facts(call, null, nowNanos, Delivery.NOT_SENT),
                null,
                false);
    }

    /** The calling thread was interrupted before the request left; its flag is set again. */
    static RpcException interruptedBeforeSending(Invocation call, long nowNanos, InterruptedException cause) {
        return new RpcException(
                RpcException.UNKNOWN_EXCEPTION,
                "Interrupted: the calling thread of " + call.method() + " was interrupted after "
                        + millis(call, nowNanos)
                        + " ms, while it waited for another call to end (actives). Nothing was sent",
                cause,
                facts(call, null, nowNanos, Delivery.NOT_SENT),
                true);
    }

    /** The calling thread was interrupted while it waited for several providers; its flag is set again. */
    public static RpcException interrupted(Invocation call, long nowNanos, InterruptedException cause) {
        return new RpcException(
                RpcException.UNKNOWN_EXCEPTION,
                "Interrupted: the calling thread of " + call.method() + " was interrupted after "
                        + millis(call, nowNanos) + " ms, while it waited for the answers of several providers",
                cause,
                facts(call, null, nowNanos, Delivery.MAYBE_EXECUTED),
                true);
    }

    /** The calling thread is an event loop, which would wait for what it would have to do itself. */
    public static RpcException blockingCall(Invocation call, CallFacts facts) {
        return new RpcException(
                RpcException.UNKNOWN_EXCEPTION,
                "Blocking call on an event loop: " + call.method() + " would wait on thread "
                        + Thread.currentThread().getName() + ", which all its connections need. Call asynchronously,"
                        + " or use dispatcher=\"all\".",
                null,
                facts,
                true);
    }

    /** As {@link #blockingCall(Invocation, CallFacts)}, before anything was sent. */
    public static RpcException blockingCall(Invocation call, long nowNanos) {
        return blockingCall(call, facts(call, null, nowNanos, Delivery.NOT_SENT));
    }

    /** The reference was closed before the call. */
    static RpcException closed(Invocation call, ServiceKey service, long nowNanos) {
        return new RpcException(
                RpcException.UNKNOWN_EXCEPTION,
                "Closed: " + call.method() + " of service " + service
                        + " was called after its reference was closed. Stop calling before the application shuts down",
                null,
                facts(call, null, nowNanos, Delivery.NOT_SENT),
                true);
    }

    /** The provider of a call that is for no other was taken away before the request left. */
    static RpcConnectionException takenAway(Invocation call, ServiceKey service, long nowNanos) {
        return new RpcConnectionException(
                "Not sent: a provider of service " + service + " was taken out of its registry after " + call.method()
                        + " had chosen it, and this part of the call is for no other",
                facts(call, null, nowNanos, Delivery.NOT_SENT),
                null,
                false);
    }

    /** Looking for providers failed. */
    static NoProviderException cannotLookUp(Invocation call, ServiceKey service, Throwable cause, long nowNanos) {
        String reason = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        return new NoProviderException(
                "No provider: " + call.method() + " of service " + service + " cannot look for one: " + reason,
                facts(call, null, nowNanos, Delivery.NOT_SENT),
                cause,
                false);
    }

    /** A reference was closed before its start had ended. */
    static IllegalStateException closedWhileStarting(String id) {
        return new IllegalStateException("Reference \"" + id + "\" was closed while it was starting");
    }

    /** The arguments of a call to a generic service have no plain form. */
    static RpcSerializationException noPlainForm(Invocation call, IllegalArgumentException cause, long nowNanos) {
        return new RpcSerializationException(
                "Not sent: the arguments of " + call.method()
                        + " have no form in which a generic service can take them: " + cause.getMessage(),
                facts(call, null, nowNanos, Delivery.NOT_SENT),
                cause,
                false);
    }

    /** The result of a generic service is not what the interface declares. */
    static RpcSerializationException noTypedForm(
            Invocation call, @Nullable InetSocketAddress remote, IllegalArgumentException cause, long nowNanos) {
        return new RpcSerializationException(
                "The generic service's result is not what " + call.method() + " declares: " + cause.getMessage(),
                facts(call, remote, nowNanos, Delivery.EXECUTED),
                cause,
                false);
    }

    private static CallFacts facts(
            Invocation call, @Nullable InetSocketAddress remote, long nowNanos, Delivery delivery) {
        return new CallFacts(
                call.method().toString(), remote, Duration.ofNanos(nowNanos - call.startNanos()), delivery);
    }

    private static long millis(Invocation call, long nowNanos) {
        return (nowNanos - call.startNanos()) / 1_000_000;
    }
}
