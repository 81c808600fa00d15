// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.internal.consumer.CallErrors;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a cluster selects a provider and calls it: whom to try is the balancer's choice, as far as there is
 * one, and how the attempt ended is told to whoever learns from it. One per method; thread-safe.
 */
final class ProviderChoice {
    private final Directory directory;
    private final LoadBalancer balancer;
    private final boolean watched;
    private final boolean sticky;
    private final Outliers outliers;
    private final Ticker ticker;
    private final BooleanSupplier isEventLoop;
    /** Whom the last call went to, if the method is sticky; two threads may disagree for a call or two. */
    private volatile @Nullable EndpointInvoker last;

    ProviderChoice(
            Directory directory,
            LoadBalancer balancer,
            boolean sticky,
            Outliers outliers,
            Ticker ticker,
            BooleanSupplier isEventLoop) {
        this.directory = directory;
        this.balancer = balancer;
        this.watched = balancer.watches();
        this.sticky = sticky;
        this.outliers = outliers;
        this.ticker = ticker;
        this.isEventLoop = isEventLoop;
    }

    /** Whether the calling thread is an event loop. */
    BooleanSupplier isEventLoop() {
        return isEventLoop;
    }

    /** The providers that the call may go to. */
    List<EndpointInvoker> candidates(Invocation call) {
        return directory.candidates(call);
    }

    /** Those of them that a further attempt may go to, after one at each of {@code tried}. */
    List<EndpointInvoker> candidates(Invocation call, List<EndpointInvoker> tried) {
        return directory instanceof RegistryPicks picks ? picks.candidates(call, tried) : directory.candidates(call);
    }

    /** The outcome of a call for which there is nobody. */
    ResponseFuture<@Nullable Object> nobody(Invocation call) {
        return ResponseFuture.failed(CallErrors.noProvider(call, directory, ticker.nanos()));
    }

    /** One attempt at one provider. */
    ResponseFuture<@Nullable Object> once(Invocation call) {
        List<EndpointInvoker> providers = candidates(call);
        return providers.isEmpty() ? nobody(call) : attempt(next(providers, List.of(), call), call);
    }

    /**
     * Calls a provider. A synchronous call is awaited, on the thread that would await it anyway, so that its outcome is
     * known without a stage; an asynchronous one gets a stage only if somebody can make use of its outcome.
     */
    ResponseFuture<@Nullable Object> attempt(EndpointInvoker provider, Invocation call) {
        long startNanos = watched ? ticker.nanos() : 0;
        ResponseFuture<@Nullable Object> future = provider.invoke(call);
        if (call.options().mode() == CallMode.SYNC) {
            Outcome.awaitEnd(future);
        }
        if (!future.isDone()) {
            if (watched || directory.snapshot().size() > 1) {
                future.beforeStages((value, error) -> ended(provider, call, error, startNanos));
            }
        } else if (watched || !outliers.areNone() || future.isCompletedExceptionally()) {
            ended(provider, call, Outcome.errorNow(future), startNanos);
        }
        return future;
    }

    private void ended(EndpointInvoker provider, Invocation call, @Nullable Throwable error, long startNanos) {
        RpcException failure = Outcome.failure(error);
        boolean cancelled = error instanceof CancellationException;
        if (watched) {
            balancer.ended(provider, call, cancelled ? error : failure, ticker.nanos() - startNanos);
        }
        if (failure instanceof RpcTimeoutException && call.isCut()) {
            return; // how long the provider would have taken, nobody knows
        }
        if (failure instanceof RpcConnectionException || failure instanceof RpcTimeoutException) {
            outliers.failed(provider, failure, directory.snapshot());
        } else if (failure == null ? !cancelled : failure.delivery() == Delivery.EXECUTED) {
            outliers.answered(provider);
        }
    }

    /** The first one that is available; with nobody available, the first one: the call connects it, or tells why not. */
    static EndpointInvoker firstAvailable(List<EndpointInvoker> providers) {
        for (EndpointInvoker provider : providers) {
            if (provider.isAvailable()) {
                return provider;
            }
        }
        return providers.get(0);
    }

    /**
     * Chooses among the best there are: available, not tried yet, not set aside. Failing that it takes one that was set
     * aside, then an available one again, then an unavailable one: the call may still connect it, or say best why it
     * cannot.
     *
     * @param providers not empty
     */
    EndpointInvoker next(List<EndpointInvoker> providers, List<EndpointInvoker> tried, Invocation call) {
        if (providers.size() == 1) {
            return providers.get(0);
        }
        EndpointInvoker chosen = choose(providers, tried, call);
        if (sticky) {
            last = chosen;
        }
        return chosen;
    }

    private EndpointInvoker choose(List<EndpointInvoker> providers, List<EndpointInvoker> tried, Invocation call) {
        Set<EndpointInvoker> aside = Set.of();
        if (!outliers.areNone()) {
            EndpointInvoker probe = outliers.probe(providers, tried, directory.snapshot());
            if (probe != null) {
                return probe;
            }
            aside = outliers.aside(providers);
        }
        EndpointInvoker before = last;
        // Without a weight it is draining.
        if (before != null && providers.contains(before) && rank(before, tried, aside) == 0 && before.weight() > 0) {
            return before;
        }
        EndpointInvoker chosen = balancer.select(providers, call);
        return rank(chosen, tried, aside) == 0 ? chosen : best(providers, tried, aside, call);
    }

    private EndpointInvoker best(
            List<EndpointInvoker> providers, List<EndpointInvoker> tried, Set<EndpointInvoker> aside, Invocation call) {
        List<EndpointInvoker> best = new ArrayList<>(providers.size());
        int bestRank = Integer.MAX_VALUE;
        for (EndpointInvoker provider : providers) {
            int rank = rank(provider, tried, aside);
            if (rank < bestRank) {
                best.clear();
                bestRank = rank;
            }
            if (rank == bestRank) {
                best.add(provider);
            }
        }
        return balancer.select(List.copyOf(best), call);
    }

    /** 0 is best. */
    private static int rank(EndpointInvoker provider, List<EndpointInvoker> tried, Set<EndpointInvoker> aside) {
        boolean again = tried.contains(provider);
        if (!provider.isAvailable()) {
            return again ? 4 : 3;
        } else if (again) {
            return 2;
        }
        return aside.contains(provider) ? 1 : 0;
    }
}
