// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses whoever will probably answer first: the average time of the calls that succeeded lately, times the calls that wait
 * there, this one included. Dubbo's rule, but for a provider of which nothing is known: that one gets a call a second
 * until it has answered one, where Dubbo sends it everything.
 */
public final class ShortestResponseBalancer extends LowestScoreBalancer {
    private final Ticker ticker;
    private final ProviderMemory<ResponseTimes> times;

    public ShortestResponseBalancer(Ticker ticker) {
        this.ticker = ticker;
        this.times = new ProviderMemory<>(() -> new ResponseTimes(ticker.nanos()));
    }

    @Override
    public String name() {
        return "shortestresponse";
    }

    @Override
    public LoadBalancer forMethod(MethodSettings settings) {
        return new ShortestResponseBalancer(ticker);
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
        long nowNanos = ticker.nanos();
        EndpointInvoker chosen = lowest(candidates, nowNanos);
        times.of(chosen, candidates).chosen(nowNanos);
        return chosen;
    }

    @Override
    long score(EndpointInvoker provider, List<EndpointInvoker> candidates, long nowNanos) {
        ResponseTimes of = times.of(provider, candidates);
        long averageMillis = of.averageMillis(nowNanos);
        if (averageMillis == ResponseTimes.UNKNOWN) {
            return of.isTried(nowNanos) ? Long.MAX_VALUE : 0;
        }
        return averageMillis * (provider.inFlight() + 1L);
    }

    @Override
    public void ended(EndpointInvoker provider, Invocation call, @Nullable Throwable error, long elapsedNanos) {
        ResponseTimes of = times.known(provider);
        if (error == null && of != null) {
            of.succeeded(elapsedNanos);
        }
    }
}
