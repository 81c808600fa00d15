// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.core.internal.exception.ExceptionMappers;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One method of an exported service, with its limits. Thread-safe. */
final class ServiceMethod {
    private final ServiceEntry entry;
    private final MethodDescriptor descriptor;
    private final ServiceMethodSettings settings;
    private final boolean echo;
    private final ExceptionMappers mappers;
    private final @Nullable CallbackReceiver callbacks;
    private final long timeoutNanos;
    private final Set<Class<?>> declaredExceptions;
    private final LogLimit failures;
    private final LogLimit unanswered;
    private final AtomicInteger active = new AtomicInteger();
    private final @Nullable CallRate callRate;

    /** The longest deadline that was ever asked for. Written by several workers: a lost write costs nothing but time. */
    private volatile long longestTimeoutNanos;
    /** The last ones made: consumers of a method rarely differ in their timeouts. */
    private volatile @Nullable CallOptions twoWayOptions;

    private volatile @Nullable CallOptions oneWayOptions;
    private volatile @Nullable RequestFacts lastFacts;

    ServiceMethod(
            ServiceEntry entry,
            MethodDescriptor descriptor,
            ServiceMethodSettings settings,
            boolean echo,
            ExceptionMappers mappers,
            @Nullable CallbackReceiver callbacks,
            Ticker ticker) {
        this.entry = entry;
        this.descriptor = descriptor;
        this.settings = settings;
        this.echo = echo;
        this.mappers = mappers;
        this.callbacks = callbacks;
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(settings.timeoutMillis());
        this.longestTimeoutNanos = timeoutNanos;
        this.declaredExceptions = Set.copyOf(descriptor.exceptionTypes());
        this.callRate = CallRate.of(settings.parameters());
        this.failures = new LogLimit(ticker, 1, 10_000);
        this.unanswered = new LogLimit(ticker, 1, 10_000);
    }

    ServiceEntry entry() {
        return entry;
    }

    MethodDescriptor descriptor() {
        return descriptor;
    }

    /** Whether this is {@code $echo}, which never reaches the service. */
    boolean isEcho() {
        return echo;
    }

    /** For its callback arguments; null if it has none. */
    @Nullable
    CallbackReceiver callbacks() {
        return callbacks;
    }

    /**
     * What a consumer gets for an exception of the service; one that nobody announced is logged, if the consumer waits for it.
     *
     * @param generic whether it called without the interface, and so has no classes of exceptions
     */
    Throwable toSend(Throwable error, boolean twoWay, boolean generic, ProviderLog logs) {
        ExceptionRule rule = entry.exceptionRule();
        Throwable mapped = mappers.toSend(error, descriptor);
        if (mapped == null && twoWay && rule.isUnexpected(error, declaredExceptions)) {
            logs.unexpected(this, error);
        }
        Throwable outgoing = mapped == null ? error : mapped;
        return generic ? ExceptionRule.described(outgoing) : rule.toSend(outgoing, declaredExceptions);
    }

    /** The deadline of requests that bring none. */
    long timeoutNanos() {
        return timeoutNanos;
    }

    long longestTimeoutNanos() {
        return longestTimeoutNanos;
    }

    void sawTimeout(long nanos) {
        if (nanos > longestTimeoutNanos) {
            longestTimeoutNanos = nanos;
        }
    }

    CallOptions options(boolean twoWay, long nanos) {
        CallOptions last = twoWay ? twoWayOptions : oneWayOptions;
        if (last != null && last.timeoutNanos() == nanos) {
            return last;
        }
        CallOptions made = new CallOptions(twoWay ? CallMode.SYNC : CallMode.ONEWAY, false, nanos, 0);
        if (twoWay) {
            twoWayOptions = made;
        } else {
            oneWayOptions = made;
        }
        return made;
    }

    /** What these attachments say. */
    RequestFacts facts(Map<String, Object> attachments) {
        RequestFacts last = lastFacts;
        if (last == null || last.received() != attachments) {
            last = RequestFacts.of(attachments);
            if (last.isText()) {
                lastFacts = last; // others are new with each request, and may hold on to much
            }
        }
        return last;
    }

    /**
     * Takes a place among the calls that run, and one of those that may come in this time.
     *
     * @return null if there is one; otherwise what to tell the consumer
     */
    @Nullable
    String enter(long nowNanos) {
        int limit = settings.executes();
        if (limit > 0 && active.incrementAndGet() > limit) {
            active.decrementAndGet();
            return ServerErrors.tooManyAtATime(descriptor.toString(), active.get(), settings);
        }
        if (callRate != null && !callRate.allows(nowNanos)) {
            exit();
            return ServerErrors.tooManyInTime(descriptor, callRate);
        }
        return null;
    }

    /** Gives back the place that {@link #enter} took. */
    void exit() {
        if (settings.executes() > 0) {
            active.decrementAndGet();
        }
    }

    /** Limits the lines about requests that failed without anybody being told. */
    LogLimit failures() {
        return failures;
    }

    /** Limits the lines about requests that were never answered. */
    LogLimit unanswered() {
        return unanswered;
    }
}
