// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt, and its failure is logged and answered with the empty value: null, zero or false. For calls whose loss
 * does not matter. Exceptions of the service are results and reach the caller.
 */
public final class FailsafeCluster implements Cluster {
    private static final Logger log = LoggerFactory.getLogger(FailsafeCluster.class);

    private final Ticker ticker;

    public FailsafeCluster(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return "failsafe";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        return new Failsafe(new ProviderChoice(directory, balancer, ticker), new LogLimit(ticker, 10, 1_000));
    }

    private record Failsafe(ProviderChoice choice, LogLimit warnings) implements Invoker {
        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            List<EndpointInvoker> providers = choice.directory().candidates(call);
            ResponseFuture<@Nullable Object> future = providers.isEmpty()
                    ? choice.nobody(call)
                    : choice.next(providers, List.of(), call).invoke(call);
            if (call.options().mode() == CallMode.FUTURE && !future.isDone()) {
                return new SafeFuture(future, call, this);
            }
            return ignores(error(future, call), call)
                    ? ResponseFuture.completed(call.method().emptyReturn())
                    : future;
        }

        private static @Nullable Throwable error(ResponseFuture<@Nullable Object> future, Invocation call) {
            if (call.options().mode() != CallMode.SYNC) {
                return Outcome.errorNow(future);
            }
            try {
                Outcome.await(future);
                return null;
            } catch (Throwable error) {
                return error;
            }
        }

        /** Whether the error is to be hidden; if so it is logged. An RpcException without a method is the service's. */
        boolean ignores(@Nullable Throwable error, Invocation call) {
            if (!(error instanceof RpcException failure) || failure.serviceMethod() == null) {
                return false;
            }
            long heldBack = warnings.pass();
            if (heldBack != LogLimit.SUPPRESSED) {
                log.warn(
                        "Ignored, since the cluster is failsafe: {} failed ({} such warnings held back): {}",
                        call.method(),
                        heldBack,
                        failure.getMessage());
            }
            return true;
        }
    }

    /** A pending call whose failure will be hidden. Cancelling it cancels the call. */
    private static final class SafeFuture extends ForwardingFuture {
        SafeFuture(ResponseFuture<@Nullable Object> call, Invocation invocation, Failsafe safe) {
            super(call);
            follow((value, error) -> {
                if (error != null && safe.ignores(error, invocation)) {
                    end(invocation.method().emptyReturn(), null);
                } else {
                    end(value, error);
                }
            });
        }
    }
}
