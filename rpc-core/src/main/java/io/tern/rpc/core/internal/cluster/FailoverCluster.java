// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.internal.consumer.CallErrors;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.RpcObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries another provider when one fails; the default.
 *
 * <p>A synchronous call is tried again with its full timeout for each attempt. Calls that nobody waits for are tried again
 * only if they came back at once as not sent; from then on their outcome is what it is, unless the method says {@code
 * tern.retry.async}: then an asynchronous call is tried again whenever it fails, all attempts within one timeout.
 */
public final class FailoverCluster implements Cluster {
    private final ClusterContext context;

    public FailoverCluster(ClusterContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        RetryRules rules = RetryRules.of(settings);
        return new Failover(
                context,
                context.choice(directory, balancer, settings),
                new RetryBudget(rules.budgetPercent(), context.ticker().nanos()),
                rules.async());
    }

    private record Failover(ClusterContext context, ProviderChoice choice, RetryBudget budget, boolean async)
            implements Invoker {
        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            if (call.options().retries() == 0) {
                return choice.once(call);
            }
            List<EndpointInvoker> providers = choice.candidates(call);
            if (providers.isEmpty()) {
                return choice.nobody(call);
            }
            budget.called(call.startNanos());
            EndpointInvoker provider = choice.next(providers, List.of(), call);
            ResponseFuture<@Nullable Object> future = choice.attempt(provider, call);
            if (!future.isDone()) {
                return isOneRun(call) ? new RetryingFuture(this, new Attempts(call, provider), future) : future;
            }
            RpcException failure = retriable(Outcome.errorNow(future), call);
            return failure == null ? future : retry(new Attempts(call, provider).failed(failure));
        }

        /** Whether all attempts share one timeout. */
        private boolean isOneRun(Invocation call) {
            return async && call.options().mode() == CallMode.FUTURE;
        }

        /** What the call is to fail with if it should be tried again; null if it has its outcome. */
        @Nullable
        RpcException retriable(@Nullable Throwable error, Invocation call) {
            RpcException failure = Outcome.failure(error);
            if (failure == null || !mayHelp(failure)) {
                return null;
            }
            boolean waits = call.options().mode() == CallMode.SYNC || isOneRun(call);
            return waits || failure.delivery() == Delivery.NOT_SENT ? failure : null;
        }

        private boolean isTimeLeft(Invocation call) {
            long now = context.ticker().nanos();
            return call.isTimeLeft(now) && (!isOneRun(call) || call.deadlineNanos() - now > 0);
        }

        /** The outcome of further attempts, or the failure if none is to be made. */
        ResponseFuture<@Nullable Object> retry(Attempts attempts) {
            Invocation call = attempts.call;
            while (attempts.tried.size() <= call.options().retries() && isTimeLeft(call)) {
                // What was not sent cost no provider anything, so another attempt does not add to their load.
                if (!attempts.isUnsent() && !budget.take(context.ticker().nanos())) {
                    context.observer().counted(RpcObserver.Event.RETRY_REFUSED);
                    return attempts.refused(budget, context.ticker().nanos());
                }
                if (!isOneRun(call)) {
                    call.restart(context.ticker().nanos());
                }
                List<EndpointInvoker> now = choice.candidates(call, attempts.tried);
                EndpointInvoker provider = choice.next(now.isEmpty() ? attempts.tried : now, attempts.tried, call);
                attempts.tried.add(provider);
                ResponseFuture<@Nullable Object> future = choice.attempt(provider, call);
                if (!future.isDone()) {
                    return isOneRun(call) ? new RetryingFuture(this, attempts, future) : future;
                }
                RpcException failure = retriable(Outcome.errorNow(future), call);
                if (failure == null) {
                    return future;
                }
                attempts.failed(failure);
            }
            return attempts.exhausted(context.ticker().nanos());
        }

        /** Not what every provider would answer, and not an interrupted caller, who wants to leave. */
        private static boolean mayHelp(RpcException failure) {
            return !failure.isBiz()
                    && !(failure instanceof RpcServerException)
                    && !(failure instanceof RpcSerializationException)
                    && !Thread.currentThread().isInterrupted();
        }
    }

    /** The attempts of one call so far. Belongs to the thread that makes the next one. */
    private static final class Attempts {
        final Invocation call;
        final List<EndpointInvoker> tried = new ArrayList<>();
        private @Nullable RpcException last;
        private Delivery delivery = Delivery.NOT_SENT;

        Attempts(Invocation call, EndpointInvoker first) {
            this.call = call;
            tried.add(first);
        }

        Attempts failed(RpcException failure) {
            last = failure;
            delivery = delivery.compareTo(failure.delivery()) < 0 ? failure.delivery() : delivery;
            return this;
        }

        /** Whether the last attempt left nothing with a provider. */
        boolean isUnsent() {
            return failure().delivery() == Delivery.NOT_SENT;
        }

        /** A single attempt that left no time for another one speaks for itself. */
        ResponseFuture<@Nullable Object> exhausted(long nowNanos) {
            if (tried.size() == 1) {
                return ResponseFuture.failed(failure());
            }
            return ResponseFuture.failed(CallErrors.exhausted(call, tried, failure(), delivery, nowNanos));
        }

        ResponseFuture<@Nullable Object> refused(RetryBudget budget, long nowNanos) {
            return ResponseFuture.failed(
                    CallErrors.retryRefused(call, tried, failure(), delivery, budget.toString(), nowNanos));
        }

        private RpcException failure() {
            if (last == null) {
                throw new IllegalStateException("No attempt has failed");
            }
            return last;
        }
    }

    /** An asynchronous call that is tried again when the attempt under way fails. Cancelling it cancels that attempt. */
    private static final class RetryingFuture extends ForwardingFuture {
        RetryingFuture(Failover failover, Attempts attempts, ResponseFuture<@Nullable Object> pending) {
            super(pending, attempts.call, failover.choice.isEventLoop());
            follow(pending, (value, error) -> {
                RpcException failure = isDone() ? null : failover.retriable(error, attempts.call);
                if (failure == null) {
                    end(value, error);
                } else {
                    // A failure that sums up the attempts is shown with the facts of the last one.
                    ResponseFuture<@Nullable Object> next = failover.retry(attempts.failed(failure));
                    pass(next, next.isCompletedExceptionally());
                }
            });
        }
    }
}
