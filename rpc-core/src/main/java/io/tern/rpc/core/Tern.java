// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One application's references and services, with everything they run on: connections, ports, threads. Two instances in one
 * process know nothing of each other.
 *
 * <pre>{@code
 * try (Tern tern = Tern.builder().application("shop").start()) {
 *     FooService foo = tern.refer(FooService.class, reference -> reference.set("url", "dubbo://127.0.0.1:20880")).get();
 *     tern.export(BarService.class, new BarServer(), service -> service.set("group", "blue"));
 * }
 * }</pre>
 *
 * <p>Attributes have the names and meanings of the XML (docs/compatibility.md). Thread-safe.
 */
public final class Tern implements AutoCloseable {
    private final Engine engine;

    Tern(TernBuilder from, ClassLoader loader) {
        Extensions.Given given = new Extensions.Given() {
            @Override
            public <T> List<T> of(Class<T> type) {
                return from.plugins(type);
            }
        };
        engine = new Engine(from.elements(), from.beanSource(), loader, given, from.environment(), from.ofContainer());
    }

    /** Starts to describe an instance. */
    public static TernBuilder builder() {
        return new TernBuilder();
    }

    /**
     * Exports the services, then connects the references, all at once, and waits for them; then publishes the services in
     * their registries, and waits for those with {@code check}. Once only. What {@code background} and its like name is done
     * after the return, on another thread; failures there are logged.
     *
     * @throws io.tern.rpc.NoProviderException if a reference with {@code check} has nobody to call
     * @throws io.tern.rpc.RpcException if a port cannot be opened, or a registry with {@code check} cannot be reached. After
     *     a failure everything is closed again
     */
    public void start() {
        engine.start();
    }

    /**
     * Adds a reference, and connects it if this instance is started.
     *
     * @param serviceInterface the interface; for generic calls {@link io.tern.rpc.GenericService}, and the attributes then
     *     write the interface's name
     * @param attributes writes the attributes; {@code interface} is there already
     * @throws io.tern.rpc.RpcConfigException with every mistake
     * @throws io.tern.rpc.NoProviderException if it has {@code check} and nobody to call
     */
    @SuppressWarnings("unchecked")
    public <T> Reference<T> refer(Class<T> serviceInterface, Consumer<ConfigElement> attributes) {
        ConfigElement element = ConfigElement.reference(requireNonNull(serviceInterface, "serviceInterface"));
        attributes.accept(element);
        Reference<?> reference = refer(element);
        if (reference.type() != serviceInterface) {
            reference.close();
            throw new RpcConfigException(List.of(ConfigErrors.contradiction(
                            element.origin("generic"),
                            reference.settings().style().generic(),
                            "the class " + serviceInterface.getName() + ": the object of a generic reference is a "
                                    + reference.type().getName() + "; refer to that class, and write the name of the"
                                    + " interface as the attribute interface")
                    .message()));
        }
        return (Reference<T>) reference;
    }

    /** As {@link #refer(Class, Consumer)}, from an element. */
    public Reference<?> refer(ConfigElement reference) {
        return engine.refer(requireNonNull(reference, "reference"));
    }

    /**
     * Adds a service, and exports it if this instance is started.
     *
     * @param attributes writes the attributes; {@code interface} and {@code ref} are there already
     * @throws io.tern.rpc.RpcConfigException with every mistake
     * @throws io.tern.rpc.RpcException if its port cannot be opened
     */
    public <T> ExportedService export(Class<T> serviceInterface, T implementation, Consumer<ConfigElement> attributes) {
        ConfigElement element = ConfigElement.service(
                requireNonNull(serviceInterface, "serviceInterface"), requireNonNull(implementation, "implementation"));
        attributes.accept(element);
        return export(element);
    }

    /** As {@link #export(Class, Object, Consumer)}, from an element. */
    public ExportedService export(ConfigElement service) {
        return engine.export(requireNonNull(service, "service"));
    }

    /** The reference with this id; null if there is none. */
    public @Nullable Reference<?> reference(String id) {
        return engine.reference(id);
    }

    /** The service with this id; null if there is none. */
    public @Nullable ExportedService service(String id) {
        return engine.service(id);
    }

    /** The effective settings of every reference and service, each value with where it was written; tokens are masked. */
    public String describe() {
        return engine.describe();
    }

    /** Figures of this moment. */
    public TernStats stats() {
        return engine.stats();
    }

    /**
     * Takes all services out of the registries, those exported later included; they are still served. To empty a process
     * before it is stopped, or to warm it up before it is found: then before {@link #start}. Idempotent.
     *
     * @return as of {@link ExportedService#offline}
     */
    public CompletableFuture<@Nullable Void> offline() {
        return engine.offline();
    }

    /**
     * Puts the services back into the registries, except those that are offline by themselves. Idempotent.
     *
     * @return as of {@link ExportedService#offline}
     */
    public CompletableFuture<@Nullable Void> online() {
        return engine.online();
    }

    /**
     * The first part of {@link #close()}, for containers with beans that call while they end: takes the services out of the
     * registries, tells consumers, serves those who have not heard yet, lets running requests end, and closes the ports.
     * References stay usable until {@link #close()}, which is still to be called, and to which what is left of {@code
     * shutwait} belongs. An instance that is not started cannot be started any more. Idempotent, and waits where another
     * thread is at it; not from an event loop.
     */
    public void stopServing() {
        engine.stopServing();
    }

    /**
     * Stops gracefully, within the application's {@code shutwait}: takes the services out of the registries, tells consumers,
     * serves those who have not heard yet, lets running requests and calls end, fails what is left with the reason, and
     * closes everything. Idempotent; not from an event loop.
     */
    @Override
    public void close() {
        engine.close();
    }
}
