// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.Peer;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.internal.pool.TaskQueue;
import io.tern.rpc.spi.transport.ConnectionListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls what a reference names in {@code onconnect} and {@code ondisconnect}: a method of its stub, as in Dubbo, when a
 * connection to a provider was opened or lost; in that order, one at a time, and never on an event loop. Thread-safe.
 */
final class StubEvents implements ConnectionListener {
    private static final Logger log = LoggerFactory.getLogger(StubEvents.class);

    private final ReferenceSettings settings;
    private final Supplier<Object> stub;
    private final TaskQueue queue;
    private final Set<Peer> open = new HashSet<>(); // guarded by this

    private StubEvents(ReferenceSettings settings, Supplier<Object> stub, Executor threads) {
        this.settings = settings;
        this.stub = stub;
        this.queue = new TaskQueue(threads);
    }

    /** Those of a reference; null if it names nothing, or has no stub to be called. */
    static @Nullable StubEvents of(ReferenceSettings settings, Supplier<Object> stub, Executor threads) {
        boolean named = settings.style().onConnect() != null || settings.style().onDisconnect() != null;
        return named && settings.style().stub() != null ? new StubEvents(settings, stub, threads) : null;
    }

    @Override
    public void opened(Peer peer) {
        synchronized (this) {
            if (!open.add(peer)) {
                return;
            }
        }
        tell("onconnect", settings.style().onConnect());
    }

    @Override
    public void closed(Peer peer) {
        synchronized (this) {
            if (!open.remove(peer)) {
                return;
            }
        }
        tell("ondisconnect", settings.style().onDisconnect());
    }

    private void tell(String attribute, @Nullable String name) {
        if (name != null) {
            queue.execute(() -> call(attribute, name));
        }
    }

    private void call(String attribute, String name) {
        try {
            Method method = settings.serviceInterface().getMethod(name);
            method.trySetAccessible();
            method.invoke(stub.get());
        } catch (InvocationTargetException e) {
            log.error("{}=\"{}\" of {} failed", attribute, name, settings, e.getCause());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            log.error("{}=\"{}\" of {} cannot be called", attribute, name, settings, e);
        }
    }
}
