// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.config.ServiceSettings;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool that the attribute {@code executor} of a service names. It belongs to the user, who limits and ends it. */
record GivenWorkers(Executor executor, ServiceSettings service) implements Workers {
    private static final Logger log = LoggerFactory.getLogger(GivenWorkers.class);

    @Override
    public boolean offer(ServerCall call) {
        try {
            // Some run it at once, on a thread of this process that may have a call of its own under way.
            executor.execute(() -> InternalRpcContext.apart(call));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        } catch (RuntimeException e) {
            log.error(
                    "The executor \"{}\" of {} failed to take a request",
                    service.style().executor(),
                    service,
                    e);
            return false;
        }
    }

    @Override
    public void release() {}

    @Override
    public boolean hasBacklog() {
        return false;
    }

    @Override
    public String fullText() {
        return "The executor \"" + service.style().executor() + "\" of " + service
                + " took no more requests; make them faster, or give the executor more threads or a longer queue";
    }

    @Override
    public void retire() {}

    @Override
    public void close() {}
}
