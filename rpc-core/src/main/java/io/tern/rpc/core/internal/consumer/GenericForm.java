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
    private final List<Named> byIndex;

    /**
     * What does not change from call to call of a method. Nobody writes the arrays.
     *
     * @param types the names of its parameters' types
     * @param callbacks by position, whether an argument is to be called back
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, read on each call
    private record Named(String name, String[] types, boolean[] callbacks) {
        static Named of(MethodDescriptor method, List<ArgumentSettings> said) {
            List<Class<?>> parameters = method.parameterTypes();
            boolean[] callbacks = new boolean[parameters.size()];
            for (int i = 0; i < callbacks.length; i++) {
                int position = i;
                Class<?> type = parameters.get(i);
                callbacks[i] =
                        type.isInterface() && said.stream().anyMatch(argument -> argument.matches(position, type));
            }
            return new Named(
                    method.name(), parameters.stream().map(Class::getTypeName).toArray(String[]::new), callbacks);
        }
    }

    /**
     * The form for one provider.
     *
     * @param settings as provider and reference together have them
     * @param methods of the reference, by their index
     */
    GenericForm(ReferenceSettings settings, List<MethodDescriptor> methods, ClassPolicy policy, Ticker ticker) {
        this.byIndex = methods.stream()
                .map(method -> Named.of(method, settings.method(method.name()).arguments()))
                .toList();
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
            named = named(byIndex.get(method.index()), call.arguments());
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

    private @Nullable Object[] named(Named method, @Nullable Object[] arguments) {
        @Nullable Object[] values = new @Nullable Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            if (arguments[i] != null && method.callbacks()[i]) {
                throw new IllegalArgumentException(
                        "argument " + (i + 1) + " is an object to be called back, and a generic"
                                + " service cannot call it. Call a provider that has the interface, or pass null");
            }
            values[i] = plain.of(arguments[i]);
        }
        return new @Nullable Object[] {method.name(), method.types(), values};
    }

    /** As the service threw it, where its class is here and admitted. */
    private Throwable rebuilt(GenericException generic) {
        String name = generic.getExceptionClass();
        String message = generic.getExceptionMessage();
        Throwable made = name == null ? null : typed.exception(name, message);
        return made == null ? new RemoteServiceException(name, message) : made;
    }
}
