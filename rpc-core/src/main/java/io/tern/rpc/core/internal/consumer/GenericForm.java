// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.GenericException;
import io.tern.rpc.GenericService;
import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.ArgumentSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.internal.value.PlainValues;
import io.tern.rpc.core.internal.value.TypedValues;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.PreparedCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form in which methods of an interface are called at a provider that is a generic service: by name, with plain values.
 * Thread-safe.
 */
final class GenericForm {
    private final TypedValues typed;
    private final PlainValues plain = new PlainValues();
    private final Ticker ticker;
    private final String service;
    private final MethodDescriptor invoke;
    /** As provider and reference together have them. */
    private final ReferenceSettings settings;

    GenericForm(ReferenceSettings settings, ClassPolicy policy, Ticker ticker) {
        this.settings = settings;
        this.typed = TypedValues.ofPeers(policy, settings.serviceInterface().getClassLoader());
        this.ticker = ticker;
        this.service = settings.service().interfaceName();
        this.invoke = invoke(MethodDescriptor.of(GenericService.class));
    }

    /** What stands on the wire for all generic calls: providers before Dubbo 2.7 know no other. */
    static MethodDescriptor invoke(List<MethodDescriptor> methods) {
        return methods.stream()
                .filter(method -> GenericCalls.names(method) && !method.returnsFuture())
                .findFirst()
                .orElseThrow();
    }

    /** What stands on the wire for the method. */
    MethodDescriptor wire(MethodDescriptor method) {
        return invoke.named(method.index(), service, method.name());
    }

    /** Sends the call; {@code prepared} is for {@link #wire}. */
    ResponseFuture<@Nullable Object> send(Invocation call, Connection connection, PreparedCall prepared) {
        MethodDescriptor method = call.method();
        @Nullable Object[] named;
        try {
            named = named(method, call.arguments());
        } catch (IllegalArgumentException e) {
            return ResponseFuture.failed(CallErrors.noPlainForm(call, e, ticker.nanos()));
        }
        return new RealizedFuture(connection.send(call.as(invoke, named), prepared)) {
            @Override
            @Nullable
            Object realized(@Nullable Object value) {
                try {
                    return typed.of(value, method.genericResultType(), method.serviceInterface());
                } catch (IllegalArgumentException e) {
                    throw CallErrors.noTypedForm(call, remoteAddress(), e, ticker.nanos());
                }
            }

            @Override
            Throwable realized(Throwable error) {
                return error instanceof GenericException generic ? rebuilt(generic) : error;
            }
        };
    }

    private @Nullable Object[] named(MethodDescriptor method, @Nullable Object[] arguments) {
        String[] types =
                method.parameterTypes().stream().map(Class::getTypeName).toArray(String[]::new);
        @Nullable Object[] values = new @Nullable Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            if (arguments[i] != null && isCallback(method, i)) {
                throw new IllegalArgumentException(
                        "argument " + (i + 1) + " is an object to be called back, and a generic"
                                + " service cannot call it. Call a provider that has the interface, or pass null");
            }
            values[i] = plain.of(arguments[i]);
        }
        return new @Nullable Object[] {method.name(), types, values};
    }

    private boolean isCallback(MethodDescriptor method, int position) {
        List<ArgumentSettings> said = settings.method(method.name()).arguments();
        Class<?> type = method.parameterTypes().get(position);
        return !said.isEmpty()
                && type.isInterface()
                && said.stream().anyMatch(argument -> argument.matches(position, type));
    }

    /** As the service threw it, where its class is here and admitted. */
    private Throwable rebuilt(GenericException generic) {
        String name = generic.getExceptionClass();
        String message = generic.getExceptionMessage();
        Throwable made = name == null ? null : typed.exception(name, message);
        return made == null ? new RemoteServiceException(name, message) : made;
    }
}
