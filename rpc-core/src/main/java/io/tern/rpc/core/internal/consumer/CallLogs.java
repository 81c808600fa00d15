// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeCheck;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.accesslog.AccessLog;
import io.tern.rpc.core.internal.accesslog.AccessLogs;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The access log of a consumer: the parameter {@code accesslog} of a reference, its consumer or a method, which takes what the
 * attribute of a service takes. Thread-safe.
 */
final class CallLogs {
    private static final String ACCESS_LOG = "accesslog";

    private final AccessLogs logs;
    private final String application;
    private final Ticker ticker;

    /** {@code application} stands in the lines for the consumer's address, which no call has before it is sent. */
    CallLogs(AccessLogs logs, String application, Ticker ticker) {
        this.logs = logs;
        this.application = application;
        this.ticker = ticker;
    }

    /** What is wrong with the parameters (CFG-04, CFG-15); empty if nothing is. */
    static List<ConfigProblem> problems(ReferenceSettings reference) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        List<MethodSettings> all = new ArrayList<>(reference.methods().values());
        all.add(reference.defaults());
        String resource =
                reference.origins().getOrDefault("url", Origin.BUILT_IN).resource();
        Origin owner = new Origin("dubbo:reference", reference.id(), null, resource);
        for (MethodSettings settings : all) {
            problems.addAll(check(settings, owner).problems());
            AccessLog.problem(settings.parameters(), owner).ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    private static AttributeCheck check(MethodSettings settings, Origin owner) {
        return AttributeCheck.of(
                AttributeCatalog.standard()
                        .find(ElementKind.SERVICE, ACCESS_LOG)
                        .orElseThrow(),
                settings.parameters().getOrDefault(ACCESS_LOG, ""),
                owner.attribute(ACCESS_LOG));
    }

    /** The calls of a method, each with a line if its parameters say so; otherwise {@code next} itself. */
    Invoker link(MethodDescriptor method, MethodSettings settings, Invoker next) {
        if (!settings.parameters().containsKey(ACCESS_LOG) || ReferenceMethods.isEcho(method)) {
            return next;
        }
        AttributeValue value = check(settings, Origin.BUILT_IN).value();
        String setting = value instanceof AttributeValue.Text text
                ? text.text()
                : value instanceof AttributeValue.Flag flag && flag.on() ? "true" : null;
        if (setting == null) {
            return next;
        }
        AccessLog log = logs.ofReference(setting, method.serviceInterface().getName(), settings.parameters());
        return call -> logged(log, call, next);
    }

    private ResponseFuture<@Nullable Object> logged(AccessLog log, Invocation call, Invoker next) {
        String arguments = log.arguments(call.arguments());
        ResponseFuture<@Nullable Object> future = next.invoke(call);
        future.beforeStages((value, error) -> log.record(
                call,
                application,
                AccessLog.address(future.remoteAddress()),
                arguments,
                error,
                ticker.nanos() - call.startNanos()));
        return future;
    }
}
