// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.List;

/** Rules that choose among providers, as of one moment. Thread-safe. */
public interface Routes {
    /** Without rules. */
    Routes NONE = new Routes() {
        @Override
        public List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call) {
            return providers;
        }

        @Override
        public boolean isEmpty() {
            return true;
        }
    };

    /**
     * Those providers to which a call may go, in the order of {@code providers}; immutable, may be empty.
     *
     * @param providers immutable, and the same list as long as nothing about its members changes: a new weight or tag comes
     *     with a new list, and answers are remembered for the list that came last
     */
    List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call);

    /** Whether {@link #route} would return its argument, whatever the call. */
    boolean isEmpty();
}
