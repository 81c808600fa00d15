// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A port on which services are exported.
 *
 * @param id the bean id
 * @param name the protocol: {@code dubbo}
 * @param host the address to bind; null: every interface
 * @param port 1 to 65535; 0: a free one
 * @param searchPort take the first free port from {@code port} upward
 * @param threadPool kind of business pool
 * @param threads largest size of the pool, 1 or more
 * @param coreThreads threads that stay when idle, for pools that shrink
 * @param aliveMillis how long other threads stay when idle
 * @param queues requests that may wait for a thread; 0: none; negative: no limit
 * @param ioThreads event loop threads; 0: the transport's default
 * @param dispatcher which work goes to the pool
 * @param server limits of the socket
 * @param register whether its services are published in registries
 * @param threadName what the names of its business threads begin with; null: Tern's usual
 * @param origins by attribute name, where each value was written; never null
 */
public record ProtocolSettings(
        String id,
        String name,
        @Nullable String host,
        int port,
        boolean searchPort,
        ThreadPool threadPool,
        int threads,
        int coreThreads,
        int aliveMillis,
        int queues,
        int ioThreads,
        Dispatcher dispatcher,
        ServerSettings server,
        boolean register,
        @Nullable String threadName,
        Map<String, Origin> origins) {
    public ProtocolSettings {
        origins = Map.copyOf(origins);
    }

    /** Kinds of business pool, by Dubbo's names. */
    public enum ThreadPool {
        /** As many threads as allowed, all kept. */
        FIXED,
        /** Threads come on demand and go when idle. */
        CACHED,
        /** Threads come on demand and stay. */
        LIMITED,
        /** New threads before the queue fills. */
        EAGER,
        /** A virtual thread per request, where the JDK has them; otherwise as {@link #CACHED}. */
        VIRTUAL
    }

    /** Which work goes to the business pool. */
    public enum Dispatcher {
        /** All work that runs code of users. */
        ALL,
        /** Requests. */
        MESSAGE,
        /** Nothing: services run on event loops and must not block. */
        DIRECT
    }
}
