// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import java.util.List;

/**
 * Narrows the providers that a call may go to, before a load balancer chooses among them: your own rule, written in code,
 * beside those that operators write into a registry or config center. Works for the references whose {@code router="…"}
 * names it, after the operators' rules, in the order of the names. One instance serves all calls: thread-safe.
 *
 * <p>Found by {@link java.util.ServiceLoader}, as a Spring bean or through the builder.
 */
public interface Router {
    /** The name in {@code router="…"}; case-sensitive and unique. */
    String name();

    /**
     * Those of {@code providers} to which the call may go. An empty list means that it may go to nobody, and fails it; to
     * prefer some and not insist, return {@code providers} where none of them fits. Runs on the caller for each attempt to
     * choose: quick, and never blocking. An exception fails the call.
     *
     * @param providers immutable, never empty
     */
    List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call);
}
