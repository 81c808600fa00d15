// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.cache.ResultCaches;
import io.tern.rpc.core.internal.consumer.MethodLink;
import io.tern.rpc.core.internal.exception.ExceptionMappers;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.validation.ArgumentChecks;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ServiceDispatcher;
import io.tern.rpc.spi.Ticker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What can stand in front of calls and services besides filters: argument checks, caches, exception mappers. Thread-safe.
 *
 * <pre>
 * hooks → argument check → cache → exception mappers → actives
 * </pre>
 *
 * <p>Wrong arguments are found before a cache is asked, and a cache keeps what a provider said, not what became of it.
 */
final class CallLinks implements MethodLink {
    private final ArgumentChecks checks;
    private final ResultCaches caches;
    private final ExceptionMappers mappers;
    private final BooleanSupplier isEventLoop;
    private final List<Filter> aroundRequests;

    /** {@code aroundRequests} are filters of all services, the first of them outermost. */
    CallLinks(
            Extensions extensions,
            ClassPolicy policy,
            Ticker ticker,
            BooleanSupplier isEventLoop,
            List<Filter> aroundRequests) {
        this.checks = new ArgumentChecks(extensions.validators()::find);
        this.caches = new ResultCaches(
                extensions.serializations().find(TransportSide.SERIALIZATION), policy, ticker, isEventLoop);
        // What the application gives stands behind what jars bring, and is asked first.
        List<ExceptionMapper> asked =
                new ArrayList<>(extensions.exceptionMappers().all());
        Collections.reverse(asked);
        this.mappers = new ExceptionMappers(asked, ticker);
        this.isEventLoop = isEventLoop;
        this.aroundRequests = List.copyOf(aroundRequests);
    }

    ExceptionMappers mappers() {
        return mappers;
    }

    List<ConfigProblem> problems(ReferenceSettings reference) {
        List<ConfigProblem> problems = new ArrayList<>(checks.problems(reference));
        problems.addAll(caches.problems(reference));
        return problems;
    }

    List<ConfigProblem> problems(ServiceSettings service) {
        return checks.problems(service);
    }

    @Override
    public Invoker link(MethodDescriptor method, MethodSettings settings, Invoker next) {
        Invoker mapped = mappers.link(method, next, isEventLoop);
        Invoker cached = caches.link(method, settings, mapped);
        return checks.link(method, settings.validation(), cached);
    }

    ServiceDispatcher link(ServiceSettings service, List<MethodDescriptor> methods, ServiceDispatcher next) {
        return checks.link(service, methods, next);
    }

    /** The filters of a service, outside of which are those of all services. */
    List<Filter> around(List<Filter> named) {
        if (aroundRequests.isEmpty()) {
            return named;
        }
        List<Filter> all = new ArrayList<>(aroundRequests);
        all.addAll(named);
        return all;
    }
}
