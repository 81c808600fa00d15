// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.accesslog.AccessLog;
import io.tern.rpc.core.internal.exception.ExceptionMappers;
import io.tern.rpc.core.internal.security.SecretToken;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ServiceDispatcher;
import io.tern.rpc.spi.Ticker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One service as it is exported: everything a request needs, worked out once. Immutable but for {@link #withdraw}. */
final class ServiceEntry {
    private final ServiceSettings settings;
    private final ServiceDispatcher dispatcher;
    private final List<Filter> filters;
    private final ExceptionRule exceptionRule;
    private final @Nullable AccessLog accessLog;
    private final @Nullable GenericDispatch generic;
    private final @Nullable NamedExecutions named;
    /** Methods behind this index only name the method that is called. */
    private final int lastOwnIndex;

    private final @Nullable SecretToken token;
    private final Map<String, ServiceMethod> methods = new HashMap<>();
    private final Traffic traffic = new Traffic();

    private final @Nullable Workers workers;
    private volatile boolean sharingHead;
    private volatile boolean withdrawn;

    /** {@code genericPolicy} decides about classes that generic calls name; null if there are no such calls. */
    ServiceEntry(
            ServiceSettings settings,
            List<MethodDescriptor> descriptors,
            ServiceDispatcher dispatcher,
            List<Filter> filters,
            @Nullable AccessLog accessLog,
            @Nullable Workers workers,
            ExceptionMappers mappers,
            CallbackReceiver.Factory callbacks,
            @Nullable ClassPolicy genericPolicy,
            Ticker ticker) {
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.filters = List.copyOf(filters);
        this.exceptionRule = new ExceptionRule(settings.serviceInterface(), settings.parameters());
        this.accessLog = accessLog;
        this.workers = workers;
        this.token = settings.token() == null ? null : SecretToken.of(settings.token());
        this.named = NamedExecutions.of(settings);
        MethodDescriptor echo = MethodDescriptor.echo(descriptors.size(), settings.serviceInterface());
        put(new ServiceMethod(this, echo, settings.defaults(), true, mappers.of(echo), null, ticker));
        for (MethodDescriptor descriptor : descriptors) {
            ServiceMethodSettings own = settings.method(descriptor.name());
            NamedExecutions counting = namedFor(descriptor);
            own = counting == null ? own : counting.ofAll(own);
            put(new ServiceMethod(
                    this, descriptor, own, false, mappers.of(descriptor), callbacks.of(settings, descriptor), ticker));
        }
        lastOwnIndex = echo.index();
        if (genericPolicy == null) {
            generic = null;
            return;
        }
        generic = new GenericDispatch(this, List.copyOf(methods.values()), genericPolicy);
        for (MethodDescriptor by : MethodDescriptor.of(GenericService.class)) {
            MethodDescriptor own =
                    new MethodDescriptor(lastOwnIndex + 1 + by.index(), settings.serviceInterface(), by.method());
            put(new ServiceMethod(this, own, settings.defaults(), false, mappers.of(own), null, ticker));
        }
    }

    private void put(ServiceMethod method) {
        methods.put(method.descriptor().name() + method.descriptor().parameterDescriptor(), method);
    }

    ServiceSettings settings() {
        return settings;
    }

    boolean watchesConnections() {
        return settings.style().onConnect() != null || settings.style().onDisconnect() != null;
    }

    /** The requests that were taken over for the service, those that wait for a thread included. */
    Traffic traffic() {
        return traffic;
    }

    /** Its own threads; null: those of the port that a request comes to. */
    @Nullable
    Workers workers() {
        return workers;
    }

    /** As {@link #workers}, for requests of which only the head is known: null also if that can mean other services. */
    @Nullable
    Workers workersByHead() {
        return workers == null || sharingHead || withdrawn ? null : workers;
    }

    /** There is another service with its path and version, though of another group. */
    void sharesHead() {
        sharingHead = true;
    }

    boolean isSharingHead() {
        return sharingHead;
    }

    /** Its own limit of requests and replies, besides that of a port; 0: none. */
    int payloadLimitBytes() {
        return settings.style().payloadLimitBytes();
    }

    List<Filter> filters() {
        return filters;
    }

    ExceptionRule exceptionRule() {
        return exceptionRule;
    }

    @Nullable
    AccessLog accessLog() {
        return accessLog;
    }

    @Nullable
    ServiceMethod method(String name, String parameterDescriptor) {
        return methods.get(name + parameterDescriptor);
    }

    /** What understands calls of a method that only names the one that is called; null for all other methods. */
    @Nullable
    GenericDispatch genericFor(MethodDescriptor method) {
        return generic == null || method.index() <= lastOwnIndex ? null : generic;
    }

    /** Counts the calls of a generic service by the names that they bring; null for all other calls. */
    @Nullable
    NamedExecutions namedFor(MethodDescriptor method) {
        return named == null || !GenericDispatch.isGeneric(method.name()) ? null : named;
    }

    @Nullable
    Object dispatch(int methodIndex, @Nullable Object[] arguments) throws Throwable {
        return dispatcher.dispatch(methodIndex, settings.implementation(), arguments);
    }

    /** Whether exactly this service is meant; blank and {@code 0.0.0} are "none" as in {@link io.tern.rpc.ServiceKey}. */
    boolean isMeantBy(String path, @Nullable String version, @Nullable String group) {
        return path.equals(settings.path())
                && Objects.equals(
                        ServiceTable.normalVersion(version), settings.service().version())
                && Objects.equals(ServiceTable.normal(group), settings.service().group());
    }

    boolean acceptsToken(@Nullable Object sent) {
        return token == null || token.is(ReservedKeys.text(sent));
    }

    /** From now on requests that still arrive here are looked up again. */
    void withdraw() {
        withdrawn = true;
        if (workers != null) {
            workers.retire();
        }
    }

    /** Ends threads that it has to itself. */
    void close() {
        if (workers != null) {
            workers.close();
        }
    }

    boolean isWithdrawn() {
        return withdrawn;
    }
}
