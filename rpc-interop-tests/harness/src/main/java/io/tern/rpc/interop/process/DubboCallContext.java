// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.process;

import io.tern.rpc.interop.peer.CallContext;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Dubbo's {@code RpcContext} of whichever line is on the class path, by reflection: {@code com.alibaba.dubbo} in 2.6, else
 * {@code org.apache.dubbo}. Compiling against one line would tie this class to it.
 */
public final class DubboCallContext implements CallContext {
    private final String base;
    private final Class<?> contextType;

    public DubboCallContext() {
        String newer = "org.apache.dubbo.rpc.";
        this.base = isPresent(newer + "RpcContext") ? newer : "com.alibaba.dubbo.rpc.";
        this.contextType = type(base + "RpcContext");
    }

    @Override
    public void setAttachment(String key, String value) {
        call(context(), method(contextType, "setAttachment", String.class, String.class), key, value);
    }

    @Override
    public void setObjectAttachment(String key, Object value) {
        if (!has(contextType, "setObjectAttachment")) {
            throw new UnsupportedOperationException("This Dubbo line has string attachments only.");
        }
        call(context(), method(contextType, "setObjectAttachment", String.class, Object.class), key, value);
    }

    @Override
    public Map<String, String> attachments() {
        return strings(call(context(), method(contextType, "getAttachments")));
    }

    @Override
    public Map<String, Object> objectAttachments() {
        String name = has(contextType, "getObjectAttachments") ? "getObjectAttachments" : "getAttachments";
        Map<String, Object> result = new HashMap<>();
        map(call(context(), method(contextType, name))).forEach((key, value) -> result.put(String.valueOf(key), value));
        return result;
    }

    @Override
    public void setResponseAttachment(String key, String value) {
        call(serverContext(), method(contextType, "setAttachment", String.class, String.class), key, value);
    }

    @Override
    public Map<String, String> responseAttachments() {
        return strings(call(serverContext(), method(contextType, "getAttachments")));
    }

    @Override
    public @Nullable Future<?> future() {
        return (Future<?>) call(context(), method(contextType, "getFuture"));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Future<T> asyncCall(Callable<T> call) {
        return (Future<T>) present(call(context(), method(contextType, "asyncCall", Callable.class), call));
    }

    @Override
    public void oneWayCall(Runnable call) {
        call(context(), method(contextType, "asyncCall", Runnable.class), call);
    }

    @Override
    public void clear() {
        call(null, method(contextType, "removeContext"));
        call(null, method(contextType, "removeServerContext"));
    }

    @Override
    public LaterAnswer startAsync() {
        if (!has(contextType, "startAsync")) {
            throw new UnsupportedOperationException("This Dubbo line has no startAsync.");
        }
        Object later = present(call(null, method(contextType, "startAsync")));
        Class<?> laterType = type(base + "AsyncContext");
        return new LaterAnswer() {
            @Override
            public void write(@Nullable Object value) {
                call(later, method(laterType, "write", Object.class), value);
            }

            @Override
            public void signalContextSwitch() {
                call(later, method(laterType, "signalContextSwitch"));
            }

            @Override
            public void resetContext() {
                // Not in Dubbo 2.7.
                if (has(laterType, "resetContext")) {
                    call(later, method(laterType, "resetContext"));
                }
            }
        };
    }

    @Override
    public Map<String, String> facts() {
        Object context = context();
        Map<String, String> facts = new TreeMap<>();
        boolean provider = (Boolean) present(call(context, method(contextType, "isProviderSide")));
        facts.put("side", provider ? "provider" : "consumer");
        facts.put("method", String.valueOf(call(context, method(contextType, "getMethodName"))));
        Class<?>[] types = (Class<?>[]) call(context, method(contextType, "getParameterTypes"));
        facts.put("parameterTypes", types == null ? "null" : Arrays.toString(types));
        facts.put("remoteHost", String.valueOf(call(context, method(contextType, "getRemoteHost"))));
        return facts;
    }

    @Override
    public RuntimeException rpcException(int code, String message) {
        try {
            Constructor<?> constructor = type(base + "RpcException").getConstructor(int.class, String.class);
            return (RuntimeException) constructor.newInstance(code, message);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Dubbo line has another RpcException than expected.", e);
        }
    }

    @Override
    public @Nullable Integer rpcCode(@Nullable Throwable failure) {
        if (failure == null || !failure.getClass().getSimpleName().equals("RpcException")) {
            return null;
        }
        return (Integer) call(failure, method(failure.getClass(), "getCode"));
    }

    @Override
    public @Nullable Object echo(Object proxy, @Nullable Object value) {
        return call(proxy, method(type(base + "service.EchoService"), "$echo", Object.class), value);
    }

    @Override
    public @Nullable Object invokeGeneric(Object genericReference, String method, String[] types, Object[] arguments) {
        Method invoke =
                method(type(base + "service.GenericService"), "$invoke", String.class, String[].class, Object[].class);
        return call(genericReference, invoke, method, types, arguments);
    }

    @Override
    public CompletableFuture<?> invokeGenericLater(
            Object genericReference, String method, String[] types, Object[] arguments) {
        Method invoke = method(
                type(base + "service.GenericService"), "$invokeAsync", String.class, String[].class, Object[].class);
        return (CompletableFuture<?>) present(call(genericReference, invoke, method, types, arguments));
    }

    @Override
    public @Nullable String genericFailure(Throwable failure) {
        if (!failure.getClass().getSimpleName().equals("GenericException")) {
            return null;
        }
        return call(failure, method(failure.getClass(), "getExceptionClass")) + " "
                + call(failure, method(failure.getClass(), "getExceptionMessage"));
    }

    private Object context() {
        return present(call(null, method(contextType, "getContext")));
    }

    private Object serverContext() {
        return present(call(null, method(contextType, "getServerContext")));
    }

    private static Map<String, String> strings(@Nullable Object attachments) {
        Map<String, String> result = new HashMap<>();
        map(attachments).forEach((key, value) -> {
            if (value instanceof String string) {
                result.put(String.valueOf(key), string);
            }
        });
        return result;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<?, ?>) value;
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("Dubbo gave null where its documentation promises an object.");
        }
        return value;
    }

    private static boolean isPresent(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("No " + name + " on the class path of this process.", e);
        }
    }

    private static boolean has(Class<?> type, String method) {
        return Arrays.stream(type.getMethods())
                .anyMatch(candidate -> candidate.getName().equals(method));
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) {
        try {
            return type.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("This Dubbo line has no " + type.getName() + "." + name, e);
        }
    }

    /** Calls, and throws what the method throws, checked or not. */
    private static @Nullable Object call(@Nullable Object target, Method method, @Nullable Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw DubboCallContext.<RuntimeException>unchecked(e.getCause() == null ? e : e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Cannot call " + method, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable failure) throws E {
        throw (E) failure;
    }
}
