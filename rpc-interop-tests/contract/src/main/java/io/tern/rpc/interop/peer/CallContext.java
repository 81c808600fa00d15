// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.peer;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread's context of the RPC library under a scenario or service. Each method does what the like-named methods of
 * {@code RpcContext} do in that library and no more: what differs between libraries is for the scenario to observe.
 *
 * <p>All methods concern the calling thread unless stated. An implementation has no state of its own and may be shared.
 */
public interface CallContext {
    /** Sets a string attachment for the next call. */
    void setAttachment(String key, String value);

    /**
     * Sets an attachment of any type for the next call.
     *
     * @throws UnsupportedOperationException if the library has string attachments only (Dubbo 2.6)
     */
    void setObjectAttachment(String key, Object value);

    /** String attachments of this thread's context: on the consumer those to be sent, on the provider those received. */
    Map<String, String> attachments();

    /** Object attachments of this thread's context; in a library without them the string ones. */
    Map<String, Object> objectAttachments();

    /** On the provider: adds an attachment to the reply of the current call. */
    void setResponseAttachment(String key, String value);

    /** On the consumer: attachments of the reply to the last call of this thread. */
    Map<String, String> responseAttachments();

    /** The saved future of this thread's last asynchronous call, or null. */
    @Nullable
    Future<?> future();

    /** {@code asyncCall(Callable)}. */
    <T> Future<T> asyncCall(Callable<T> call);

    /** {@code asyncCall(Runnable)}: a one-way call. */
    void oneWayCall(Runnable call);

    /** Forgets everything about this thread. */
    void clear();

    /**
     * On the provider: detaches the current call, which is then answered through the result.
     *
     * @throws UnsupportedOperationException if the library cannot (Dubbo 2.6)
     */
    LaterAnswer startAsync();

    /** Facts about the current call by name: {@code side, method, parameterTypes, remoteHost}. */
    Map<String, String> facts();

    /** A new exception of the library's own RpcException class. */
    RuntimeException rpcException(int code, String message);

    /** The code of the library's RpcException, or null if the failure is none. */
    @Nullable
    Integer rpcCode(@Nullable Throwable failure);

    /** {@code $echo} on a proxy. */
    @Nullable
    Object echo(Object proxy, @Nullable Object value);

    /** A generic call through a reference with {@code generic="true"}. */
    @Nullable
    Object invokeGeneric(Object genericReference, String method, String[] types, Object[] arguments);

    /** The same by {@code $invokeAsync}, which Dubbo 2.6 does not have. */
    CompletableFuture<?> invokeGenericLater(Object genericReference, String method, String[] types, Object[] arguments);

    /** The exception class and message that a GenericException names, joined by a space, or null if the failure is none. */
    @Nullable
    String genericFailure(Throwable failure);

    /** A detached call. */
    interface LaterAnswer {
        /** Answers with the value, or with the failure if it is a Throwable. */
        void write(@Nullable Object value);

        /** Makes the calling thread's context that of the detached call. */
        void signalContextSwitch();

        /** Gives the calling thread its own context back. */
        void resetContext();
    }

    /** Runs a hook when a future of {@link #future()} completes; false if the library's futures have no hooks. */
    static boolean whenComplete(Future<?> future, Consumer<@Nullable Throwable> hook) {
        if (future instanceof CompletionStage<?> stage) {
            stage.whenComplete((value, failure) -> hook.accept(failure));
            return true;
        }
        return false;
    }
}
