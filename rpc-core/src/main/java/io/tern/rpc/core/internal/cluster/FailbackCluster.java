// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.CallTerms;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.RpcObserver;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt, and its failure is logged and answered with the empty value, as failsafe does; then the call is tried again
 * in the background, for notifications that should arrive some time. What waits there is lost when the process ends. The
 * arguments are sent as they are then.
 */
public final class FailbackCluster implements Cluster {
    private static final Logger log = LoggerFactory.getLogger(FailbackCluster.class);
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Where {@code retries} is not written, as in Dubbo; the other clusters have 2. */
    private static final int DEFAULT_RETRIES = 3;

    private final ClusterContext context;

    public FailbackCluster(ClusterContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "failback";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        ProviderChoice choice = context.choice(directory, balancer, settings);
        return new SafeInvoker(choice, new Background(choice, settings)::add);
    }

    private static int retries(MethodSettings settings) {
        Origin origin = settings.origins().getOrDefault("retries", Origin.BUILT_IN);
        return origin.equals(Origin.BUILT_IN) && settings.retries() > 0 ? DEFAULT_RETRIES : settings.retries();
    }

    /** The calls of one method that wait to be tried again. */
    private final class Background {
        private final ProviderChoice choice;
        private final int retries;
        private final int limit;
        private final AtomicInteger waiting = new AtomicInteger();
        private final LogLimit warnings = new LogLimit(context.ticker(), 10, 1_000);

        Background(ProviderChoice choice, MethodSettings settings) {
            this.choice = choice;
            this.retries = retries(settings);
            this.limit = settings.failbackTasks();
        }

        void add(Invocation call, RpcException failure) {
            if (retries == 0) {
                warn("It is not tried again (retries=0)", call, failure);
            } else if (waiting.incrementAndGet() > limit) {
                waiting.decrementAndGet();
                context.observer().counted(RpcObserver.Event.RETRY_REFUSED);
                warn("It is not tried again, since " + limit + " calls wait for that (failbacktasks)", call, failure);
            } else {
                warn("It is tried again in the background", call, failure);
                new Task(call).schedule();
            }
        }

        private void warn(String consequence, Invocation call, RpcException failure) {
            long heldBack = warnings.pass();
            if (heldBack != LogLimit.SUPPRESSED) {
                log.warn(
                        "{} failed, and the caller got the empty value. {} ({} such warnings held back): {}",
                        call.method(),
                        consequence,
                        heldBack,
                        failure.getMessage());
            }
        }

        /** One call; holds its place among those that wait until it has succeeded or is given up. */
        private final class Task implements Runnable {
            private final Invocation call;
            private final CallOptions options;
            private int done;

            Task(Invocation call) {
                CallOptions written = call.options();
                CallMode mode = written.mode() == CallMode.ONEWAY ? CallMode.ONEWAY : CallMode.FUTURE;
                CallTerms terms =
                        written.terms() == null ? null : written.terms().unawaited();
                this.options = new CallOptions(mode, false, written.timeoutNanos(), 0, terms);
                this.call = call.again(options, call.startNanos());
            }

            void schedule() {
                try {
                    context.later().run(this, PERIOD_NANOS);
                } catch (RejectedExecutionException e) {
                    waiting.decrementAndGet();
                }
            }

            @Override
            public void run() {
                done++;
                ResponseFuture<@Nullable Object> future;
                try {
                    future = choice.once(call.again(options, context.ticker().nanos()));
                } catch (RuntimeException | Error fault) {
                    future = ResponseFuture.failed(fault);
                }
                Outcome.whenEnded(future, (value, error) -> ended(error));
            }

            private void ended(@Nullable Throwable error) {
                RpcException failure = Outcome.failure(error);
                if (failure != null && done < retries) {
                    schedule();
                    return;
                }
                waiting.decrementAndGet();
                if (failure != null) {
                    warn("It is given up after " + done + " more attempts", call, failure);
                } else if (error != null) {
                    log.debug(
                            "{} was tried again and ended with {}",
                            call.method(),
                            error.getClass().getName());
                }
            }
        }
    }
}
