// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.config.ArgumentSettings;
import io.tern.rpc.core.internal.provider.ReservedKeys;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A parameter whose arguments do not travel: the provider gets a proxy in their place.
 *
 * @param position from 0
 * @param type the callback interface
 * @param added true: the provider may call the argument from now on; false: not any more
 * @param key of the attachment with the argument's id
 */
record CallbackParameter(int position, Class<?> type, boolean added, String key) {
    /** Those of a method, by what is said about its arguments, of which the first counts; as a rule empty. */
    static List<CallbackParameter> of(MethodDescriptor method, List<ArgumentSettings> arguments) {
        if (arguments.isEmpty()) {
            return List.of();
        }
        List<CallbackParameter> parameters = new ArrayList<>();
        for (int i = 0; i < method.parameterTypes().size(); i++) {
            int position = i;
            Class<?> type = method.parameterTypes().get(i);
            Optional<ArgumentSettings> said = arguments.stream()
                    .filter(argument -> argument.matches(position, type))
                    .findFirst();
            // By its position alone an overload can be meant that has no callback there.
            if (said.isPresent() && type.isInterface()) {
                parameters.add(new CallbackParameter(
                        position, type, said.get().callback(), ReservedKeys.CALLBACK_PREFIX + position));
            }
        }
        return List.copyOf(parameters);
    }
}
