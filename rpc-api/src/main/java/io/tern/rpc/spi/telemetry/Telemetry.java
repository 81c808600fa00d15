// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.telemetry;

import io.tern.rpc.ContextCarrier;
import io.tern.rpc.spi.ConsoleCommand;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.RpcObserver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sees or accompanies the calls of one instance. */
public interface Telemetry extends AutoCloseable {
    /** Sees what happens; null if nothing is to be seen. */
    default @Nullable RpcObserver observer() {
        return null;
    }

    /** Around all calls of all references, and of callback objects by services, outside of the filters that users name; null for none. */
    default @Nullable Filter consumerFilter() {
        return null;
    }

    /** Around all requests of all services, and those that callback objects get, outside of the filters that users name; null for none. */
    default @Nullable Filter providerFilter() {
        return null;
    }

    /** What is to travel to other threads with the context of a call, for the whole process until {@link #close}; null for nothing. */
    default @Nullable ContextCarrier carrier() {
        return null;
    }

    /** What it adds to the admin console. */
    default List<ConsoleCommand> commands() {
        return List.of();
    }

    /** Gives back what it holds; after the last call. */
    @Override
    void close();
}
