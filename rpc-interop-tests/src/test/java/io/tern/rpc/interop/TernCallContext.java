// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import io.tern.rpc.AsyncContext;
import io.tern.rpc.EchoService;
import io.tern.rpc.GenericException;
import io.tern.rpc.GenericService;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.interop.peer.CallContext;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Tern's {@link RpcContext} for scenarios and services. Named in the Spring files, so public with a public constructor. */
public final class TernCallContext implements CallContext {
    @Override
    public void setAttachment(String key, String value) {
        RpcContext.getContext().setAttachment(key, value);
    }

    @Override
    public void setObjectAttachment(String key, Object value) {
        RpcContext.getContext().setObjectAttachment(key, value);
    }

    @Override
    public Map<String, String> attachments() {
        return RpcContext.getContext().getAttachments();
    }

    @Override
    public Map<String, Object> objectAttachments() {
        return RpcContext.getContext().getObjectAttachments();
    }

    @Override
    public void setResponseAttachment(String key, String value) {
        RpcContext.getServerContext().setAttachment(key, value);
    }

    @Override
    public Map<String, String> responseAttachments() {
        return RpcContext.getServerContext().getAttachments();
    }

    @Override
    public @Nullable Future<?> future() {
        return RpcContext.getContext().getFuture();
    }

    @Override
    public <T> Future<T> asyncCall(Callable<T> call) {
        return RpcContext.getContext().asyncCall(call);
    }

    @Override
    public void oneWayCall(Runnable call) {
        RpcContext.getContext().asyncCall(call);
    }

    @Override
    public void clear() {
        RpcContext.removeContext();
    }

    @Override
    public LaterAnswer startAsync() {
        AsyncContext later = RpcContext.startAsync();
        return new LaterAnswer() {
            @Override
            public void write(@Nullable Object value) {
                later.write(value);
            }

            @Override
            public void signalContextSwitch() {
                later.signalContextSwitch();
            }

            @Override
            public void resetContext() {
                later.resetContext();
            }
        };
    }

    @Override
    public Map<String, String> facts() {
        RpcContext context = RpcContext.getContext();
        Map<String, String> facts = new TreeMap<>();
        facts.put("side", context.isProviderSide() ? "provider" : "consumer");
        facts.put("method", String.valueOf(context.getMethodName()));
        facts.put("parameterTypes", Arrays.toString(context.getParameterTypes()));
        facts.put("remoteHost", String.valueOf(context.getRemoteHost()));
        return facts;
    }

    @Override
    public RuntimeException rpcException(int code, String message) {
        return new RpcException(code, message);
    }

    @Override
    public @Nullable Integer rpcCode(@Nullable Throwable failure) {
        return failure instanceof RpcException rpc ? (Integer) rpc.getCode() : null;
    }

    @Override
    public @Nullable Object echo(Object proxy, @Nullable Object value) {
        return ((EchoService) proxy).$echo(value);
    }

    @Override
    public @Nullable Object invokeGeneric(Object genericReference, String method, String[] types, Object[] arguments) {
        return ((GenericService) genericReference).$invoke(method, types, arguments);
    }

    @Override
    public CompletableFuture<?> invokeGenericLater(
            Object genericReference, String method, String[] types, Object[] arguments) {
        return ((GenericService) genericReference).$invokeAsync(method, types, arguments);
    }

    @Override
    public @Nullable String genericFailure(Throwable failure) {
        return failure instanceof GenericException generic
                ? generic.getExceptionClass() + " " + generic.getExceptionMessage()
                : null;
    }
}
