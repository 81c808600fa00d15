// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of an interface whose getters give the values of a map. */
final class Getters {
    private final Realization values;
    private final Class<?> type;
    private final Type context;

    Getters(Realization values, Class<?> type, Type context) {
        this.values = values;
        this.type = type;
        this.context = context;
    }

    /**
     * The object; its values are worked out now.
     *
     * @throws IllegalArgumentException with the reason if there can be none
     */
    Object of(Map<?, ?> plain) {
        Map<String, Object> known = new HashMap<>();
        for (BeanShapes.Reader reader : values.shape(type).readers()) {
            if (reader.member() instanceof Method getter && Modifier.isAbstract(getter.getModifiers())) {
                Object value =
                        values.value(plain.get(reader.name()), Types.resolve(getter.getGenericReturnType(), context));
                if (value != null) {
                    known.put(getter.getName(), value);
                }
            }
        }
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Answers(type, known));
    }

    /** The getters' values; everything else has none. */
    private record Answers(Class<?> type, Map<String, Object> known) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> arguments != null && arguments[0] == proxy;
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> type.getName() + " of a generic call";
                };
            }
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            Object value = method.getParameterCount() == 0 ? known.get(method.getName()) : null;
            return value == null && method.getReturnType().isPrimitive() ? Scalars.zero(method.getReturnType()) : value;
        }
    }
}
