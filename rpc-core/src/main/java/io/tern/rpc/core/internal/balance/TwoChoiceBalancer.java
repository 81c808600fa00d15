// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Draws two providers by weight and chooses the better one: usual time of an answer, times the calls that wait there for
 * their weight, this one included. Two looks avoid the busy ones nearly as well as a look at all, and consumers that see the
 * same numbers do not all run to the same provider.
 *
 * <p>Two balancers do this, and differ in what a failed attempt says about a provider. For {@link #p2c} it says how long it
 * took, if that is longer than usual. For {@link #adaptive} it counts as an answer after twice the call's timeout, which is
 * the penalty of Dubbo's balancer of that name. Dubbo's also multiplies by the load of the processor, which its providers
 * send with their answers when they are asked to; here they are not.
 */
public final class TwoChoiceBalancer implements LoadBalancer {
    private static final int PENALTY_TIMEOUTS = 2;

    private final String name;
    private final boolean penalizes;
    private final Ticker ticker;
    private final ProviderMemory<Latency> latencies = new ProviderMemory<>(Latency::new);

    private TwoChoiceBalancer(String name, boolean penalizes, Ticker ticker) {
        this.name = name;
        this.penalizes = penalizes;
        this.ticker = ticker;
    }

    /** The plain one. */
    public static TwoChoiceBalancer p2c(Ticker ticker) {
        return new TwoChoiceBalancer("p2c", false, ticker);
    }

    /** The one that avoids providers after failures. */
    public static TwoChoiceBalancer adaptive(Ticker ticker) {
        return new TwoChoiceBalancer("adaptive", true, ticker);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LoadBalancer forMethod(MethodSettings settings) {
        return new TwoChoiceBalancer(name, penalizes, ticker);
    }

    @Override
    public boolean watches() {
        return true;
    }

    @Override
    public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        int first = WeightedDraw.any(candidates);
        int second = WeightedDraw.other(candidates, first);
        EndpointInvoker chosen = candidates.get(first);
        return second == WeightedDraw.NONE ? chosen : better(chosen, candidates.get(second), candidates);
    }

    private EndpointInvoker better(EndpointInvoker one, EndpointInvoker other, List<EndpointInvoker> candidates) {
        long nowNanos = ticker.nanos();
        long oneNanos = latencies.of(one, candidates).nanos(nowNanos);
        long otherNanos = latencies.of(other, candidates).nanos(nowNanos);
        double oneLoad = load(one);
        double otherLoad = load(other);
        // Who has not answered yet is judged by its calls alone; any guess of its time would send it all of them or
        // none.
        if (oneNanos != Latency.UNKNOWN && otherNanos != Latency.UNKNOWN) {
            oneLoad *= oneNanos;
            otherLoad *= otherNanos;
        }
        return oneLoad <= otherLoad ? one : other;
    }

    /** 1 if nothing waits there, whatever the weight is: idle providers are told apart by the draw alone. */
    private static double load(EndpointInvoker provider) {
        return 1 + (double) provider.inFlight() * Weight.DEFAULT / Math.max(1, provider.weight());
    }

    @Override
    public void ended(EndpointInvoker provider, Invocation call, @Nullable Throwable error, long elapsedNanos) {
        Latency latency = latencies.known(provider);
        // Whoever cancels a call, or cuts its time, may have done so for any reason.
        if (latency == null || error instanceof CancellationException || (error != null && call.isCut())) {
            return;
        }
        long nowNanos = ticker.nanos();
        if (error == null) {
            latency.answered(elapsedNanos, nowNanos);
        } else if (penalizes) {
            latency.answered(PENALTY_TIMEOUTS * call.options().timeoutNanos(), nowNanos);
        } else {
            latency.failed(elapsedNanos, nowNanos);
        }
    }
}
