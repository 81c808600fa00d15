// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.ContextCarrier;
import io.tern.rpc.ContextSnapshot;
import io.tern.rpc.ServiceKey;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call. Belongs to the thread that makes or serves it until it is handed on; not thread-safe.
 *
 * <p>On the consumer {@link #attachments()} holds what the user set (constant entries such as {@code path} are the
 * transport's); on the provider, everything that was received.
 */
public final class Invocation {
    private final ServiceKey service;
    private final MethodDescriptor method;
    private CallOptions options;
    private final @Nullable Object[] arguments;
    private final @Nullable InetSocketAddress remoteAddress;
    private final long startNanos;
    private long attemptNanos;
    private long deadlineNanos;
    private boolean bound;
    private @Nullable Map<String, Object> attachments;
    /** Whether the map was made here, for the first change; until then it may be shared. */
    private boolean ownsAttachments;

    /**
     * A call that starts now.
     *
     * @param remoteAddress the consumer, on a provider; null on a consumer
     * @param startNanos the {@link Ticker}'s time; the deadline is that plus the options' timeout
     * @param attachments must not change any more; null if there are none
     */
    public Invocation(
            ServiceKey service,
            MethodDescriptor method,
            CallOptions options,
            @Nullable Object[] arguments,
            @Nullable InetSocketAddress remoteAddress,
            long startNanos,
            @Nullable Map<String, Object> attachments) {
        this.service = service;
        this.method = method;
        this.options = options;
        this.arguments = arguments;
        this.remoteAddress = remoteAddress;
        this.startNanos = startNanos;
        this.attemptNanos = startNanos;
        this.deadlineNanos = limited(startNanos + options.timeoutNanos());
        this.attachments = attachments;
    }

    /** The service that is called. */
    public ServiceKey service() {
        return service;
    }

    /** The method that is called. */
    public MethodDescriptor method() {
        return method;
    }

    /** How it is called. */
    public CallOptions options() {
        return options;
    }

    /** One per parameter, primitives boxed. Not copied: a filter may replace elements, and nobody may log them. */
    public @Nullable Object[] arguments() {
        return arguments;
    }

    /** The consumer, on a provider; null on a consumer. */
    public @Nullable InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    /** When the call started, on the {@link Ticker}. */
    public long startNanos() {
        return startNanos;
    }

    /** When the current attempt started, on the {@link Ticker}. */
    public long attemptNanos() {
        return attemptNanos;
    }

    /** When the current attempt ends at the latest, on the {@link Ticker}. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /**
     * Whether the attempt must end before its own timeout has passed, since the consumer for whom the call is made will not
     * wait longer: then a timeout says nothing about the provider.
     */
    public boolean isCut() {
        CallTerms terms = options.terms();
        return terms != null && terms.limited() && deadlineNanos == terms.limitNanos();
    }

    /** Whether so much of the limit is left that another attempt can begin: a millisecond. Without a limit there always is. */
    public boolean isTimeLeft(long nowNanos) {
        CallTerms terms = options.terms();
        return terms == null || !terms.limited() || terms.limitNanos() - nowNanos >= 1_000_000;
    }

    private long limited(long nanos) {
        CallTerms terms = options.terms();
        return terms == null ? nanos : terms.limited(nanos);
    }

    /** What stages of the outcome see of the caller's context; null for a caller that waits, which sees its own. */
    public @Nullable ContextSnapshot callerContext() {
        if (options.mode() != CallMode.FUTURE) {
            return null;
        }
        CallTerms terms = options.terms();
        return terms == null || terms.context() == null ? ContextSnapshot.NOTHING : terms.context();
    }

    /**
     * Lets stages of the outcome see {@code more} besides the caller's context; does nothing for a caller that waits, which
     * sees its own. For filters, before they call on.
     */
    public void carry(ContextCarrier.Carried more) {
        ContextSnapshot seen = callerContext();
        if (seen == null) {
            return;
        }
        ContextSnapshot both = seen.with(more);
        CallTerms terms = options.terms();
        options = new CallOptions(
                options.mode(),
                options.sent(),
                options.timeoutNanos(),
                options.retries(),
                terms == null ? new CallTerms(false, false, false, 0, null, both) : terms.withContext(both));
    }

    /** Gives a further attempt its full timeout, counted from {@code nowNanos}, as far as the limit allows. For clusters. */
    public void restart(long nowNanos) {
        attemptNanos = nowNanos;
        deadlineNanos = limited(nowNanos + options.timeoutNanos());
    }

    /** The same call once more, independent of this one but for the arguments. For clusters. */
    public Invocation again(CallOptions otherOptions, long otherStartNanos) {
        return new Invocation(
                service, method, otherOptions, arguments, remoteAddress, otherStartNanos, unchangingAttachments());
    }

    /** The same attempt with other arguments, independent of this one. For the last invoker of a chain. */
    public Invocation withArguments(@Nullable Object[] otherArguments) {
        return as(method, otherArguments);
    }

    /** The current attempt in another form, independent of this one: the same call to whoever counts, with its deadline. */
    public Invocation as(MethodDescriptor otherMethod, @Nullable Object[] otherArguments) {
        Invocation other = new Invocation(
                service, otherMethod, options, otherArguments, remoteAddress, startNanos, unchangingAttachments());
        other.attemptNanos = attemptNanos;
        other.deadlineNanos = deadlineNanos;
        other.bound = bound;
        return other;
    }

    /** As they are now, whatever is attached to this one later. */
    private @Nullable Map<String, Object> unchangingAttachments() {
        return attachments != null && ownsAttachments ? new HashMap<>(attachments) : attachments;
    }

    /**
     * Gives the current attempt another timeout than the options', counted from its start: that of a provider which has
     * one of its own. For the last invoker of a chain.
     */
    public void timeout(long timeoutNanos) {
        deadlineNanos = limited(attemptNanos + timeoutNanos);
    }

    /**
     * Ties the call to the provider it goes to: if that one is taken away, the call fails instead of going to another. For
     * clusters that call several providers at a time, where the other one gets a call of its own.
     */
    public void bind() {
        bound = true;
    }

    /** Whether it is for one provider only. */
    public boolean isBound() {
        return bound;
    }

    /** What travels with the call besides the arguments. Not modifiable; never null. */
    public Map<String, Object> attachments() {
        return attachments == null ? Map.of() : java.util.Collections.unmodifiableMap(attachments);
    }

    /** Whether there are any attachments; cheaper than asking for them. */
    public boolean hasAttachments() {
        return attachments != null && !attachments.isEmpty();
    }

    /** One attachment; null if it is not there. */
    public @Nullable Object attachment(String key) {
        return attachments == null ? null : attachments.get(key);
    }

    /** Adds, replaces, or with null removes an attachment. */
    public void attach(String key, @Nullable Object value) {
        Map<String, Object> own = attachments;
        if (own == null || !ownsAttachments) {
            own = own == null ? new HashMap<>() : new HashMap<>(own);
            attachments = own;
            ownsAttachments = true;
        }
        if (value == null) {
            own.remove(key);
        } else {
            own.put(key, value);
        }
    }
}
