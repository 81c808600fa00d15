// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.internal.consumer.CallbackSender;
import io.tern.rpc.core.internal.inprocess.Kept;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Callback arguments of calls inside the process: the service gets the objects themselves, and may keep them. */
final class KeptCallbacks implements CallbackSender.Factory {
    @Override
    public @Nullable CallbackSender of(
            ReferenceSettings reference, List<MethodDescriptor> methods, ServiceKey service) {
        List<List<CallbackParameter>> byMethod = new ArrayList<>();
        for (MethodDescriptor method : methods) {
            byMethod.add(
                    CallbackParameter.of(method, reference.method(method.name()).arguments()));
        }
        return byMethod.stream().allMatch(List::isEmpty)
                ? null
                : (connection, call, prepared) ->
                        connection.send(kept(call, byMethod.get(call.method().index())), prepared);
    }

    private static Invocation kept(Invocation call, List<CallbackParameter> parameters) {
        if (parameters.isEmpty()) {
            return call;
        }
        @Nullable Object[] arguments = call.arguments().clone();
        for (CallbackParameter parameter : parameters) {
            Object argument = arguments[parameter.position()];
            if (argument != null) {
                arguments[parameter.position()] = new Kept(argument);
            }
        }
        return call.withArguments(arguments);
    }
}
