// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.config.ServiceSettings;

/**
 * Hears of services that name it in {@code listener="…"}. One instance serves all of them: thread-safe. What it throws is
 * logged and changes nothing.
 */
public interface ServiceListener {
    /** The name in {@code listener="…"}; case-sensitive and unique. A listener that is a Spring bean goes by the bean's id instead. */
    String name();

    /**
     * The service can be called, though registries may not have heard of it yet; once, on the thread that exports it, which
     * waits: no registry names the service before this returns.
     */
    default void exported(ServiceSettings service) {}

    /** The service, exported before, cannot be called any more; once, on the thread that closes it or its Tern instance. */
    default void unexported(ServiceSettings service) {}
}
