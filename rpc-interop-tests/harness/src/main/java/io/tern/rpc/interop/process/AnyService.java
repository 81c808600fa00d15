// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.process;

import io.tern.rpc.interop.catalog.CatalogFailure;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.FactoryBean;

/** A generic service of whichever library is on the class path, which answers for the catalog without its interface. */
public final class AnyService implements FactoryBean<Object>, InvocationHandler {
    private final Class<?> type;

    /** {@code types} are the names that {@code GenericService} can have, by comma; the first that is there counts. */
    public AnyService(String types) {
        this.type = Stream.of(types.split(","))
                .flatMap(name -> find(name).stream())
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return Optional.empty(); // of another library
        }
    }

    @Override
    public Object getObject() {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
    }

    @Override
    public Class<?> getObjectType() {
        return type;
    }

    @Override
    public boolean isSingleton() {
        return true;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("$invoke") && arguments != null) {
            return answer((String) arguments[0], (String[]) arguments[1], (Object[]) arguments[2]);
        } else if (method.getName().equals("$invokeAsync") && arguments != null) {
            return CompletableFuture.completedFuture(
                    answer((String) arguments[0], (String[]) arguments[1], (Object[]) arguments[2]));
        }
        return switch (method.getName()) {
            case "equals" -> arguments != null && arguments[0] == proxy;
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "any service";
        };
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object answer(String method, String[] types, Object[] arguments) throws Throwable {
        switch (method) {
            case "describe" -> {
                Map<String, Object> product = (Map<String, Object>) arguments[0];
                product.put("name", product.get("name") + " of anybody");
                return product;
            }
            case "stocked" -> {
                return arguments[1];
            }
            case "knot" -> {
                return arguments[0];
            }
            case "sum" -> {
                return 7;
            }
            case "find" -> {
                return method + Arrays.toString(types).replace('[', '(').replace(']', ')');
            }
            default -> throw failure(List.of(arguments).contains("declared"));
        }
    }

    private Throwable failure(boolean named) throws ReflectiveOperationException {
        if (!named) {
            return new IllegalStateException("why");
        }
        String exception = type.getPackageName() + ".GenericException";
        return (Throwable) Class.forName(exception)
                .getConstructor(String.class, String.class)
                .newInstance(CatalogFailure.class.getName(), "why");
    }
}
