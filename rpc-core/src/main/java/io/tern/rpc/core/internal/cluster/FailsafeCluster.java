// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.RpcException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt, and its failure is logged and answered with the empty value: null, zero or false. For calls whose loss
 * does not matter. Exceptions of the service are results and reach the caller.
 */
public final class FailsafeCluster implements Cluster {
    private static final Logger log = LoggerFactory.getLogger(FailsafeCluster.class);

    private final ClusterContext context;

    public FailsafeCluster(ClusterContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "failsafe";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        LogLimit warnings = new LogLimit(context.ticker(), 10, 1_000);
        return new SafeInvoker(
                context.choice(directory, balancer, settings), (call, failure) -> warn(warnings, call, failure));
    }

    private static void warn(LogLimit warnings, Invocation call, RpcException failure) {
        long heldBack = warnings.pass();
        if (heldBack != LogLimit.SUPPRESSED) {
            log.warn(
                    "Ignored, since the cluster is failsafe: {} failed ({} such warnings held back): {}",
                    call.method(),
                    heldBack,
                    failure.getMessage());
        }
    }
}
