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
import io.tern.rpc.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries another provider when one fails; the default.
 *
 * <p>A synchronous call is awaited here if it may be tried again, each attempt with its full timeout. Calls that nobody
 * waits for are tried again only if they came back at once as not sent; from then on their outcome is what it is.
 */
public final class FailoverCluster implements Cluster {
    private final Ticker ticker;

    public FailoverCluster(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        return new Failover(new ProviderChoice(directory, balancer, ticker));
    }

    private record Failover(ProviderChoice choice) implements Invoker {
        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            List<EndpointInvoker> providers = choice.directory().candidates(call);
            if (providers.isEmpty()) {
                return choice.nobody(call);
            }
            EndpointInvoker provider = choice.next(providers, List.of(), call);
            ResponseFuture<@Nullable Object> future = provider.invoke(call);
            if (call.options().retries() == 0) {
                return future;
            }
            RpcException failure = retriable(future, call);
            return failure == null ? future : retry(providers, provider, failure, call);
        }

        private ResponseFuture<@Nullable Object> retry(
                List<EndpointInvoker> providers, EndpointInvoker first, RpcException failure, Invocation call) {
            List<EndpointInvoker> tried = new ArrayList<>();
            tried.add(first);
            RpcException last = failure;
            Delivery delivery = failure.delivery();
            while (tried.size() <= call.options().retries()) {
                List<EndpointInvoker> now = choice.directory().candidates(call);
                EndpointInvoker provider = choice.next(now.isEmpty() ? providers : now, tried, call);
                tried.add(provider);
                call.restart(choice.ticker().nanos());
                ResponseFuture<@Nullable Object> future = provider.invoke(call);
                RpcException next = retriable(future, call);
                if (next == null) {
                    return future;
                }
                last = next;
                delivery = delivery.compareTo(next.delivery()) < 0 ? next.delivery() : delivery;
            }
            return ResponseFuture.failed(CallErrors.exhausted(
                    call, tried, last, delivery, choice.ticker().nanos()));
        }

        /** Why the call should be tried again; null if it should not, or if it is too early to know. */
        private static @Nullable RpcException retriable(ResponseFuture<@Nullable Object> future, Invocation call) {
            boolean waits = call.options().mode() == CallMode.SYNC;
            Throwable error = waits ? await(future) : Outcome.errorNow(future);
            return error instanceof RpcException failure
                            && mayHelp(failure)
                            && (waits || failure.delivery() == Delivery.NOT_SENT)
                    ? failure
                    : null;
        }

        private static @Nullable Throwable await(ResponseFuture<@Nullable Object> future) {
            try {
                Outcome.await(future);
                return null;
            } catch (Throwable error) {
                return error;
            }
        }

        /**
         * Not an exception of the service (one of this class has no method), not what every provider would answer, and
         * not an interrupted caller, who wants to leave.
         */
        private static boolean mayHelp(RpcException failure) {
            return failure.serviceMethod() != null
                    && !failure.isBiz()
                    && !(failure instanceof RpcServerException)
                    && !(failure instanceof RpcSerializationException)
                    && !Thread.currentThread().isInterrupted();
        }
    }
}
