// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import io.tern.rpc.RpcException;
import io.tern.rpc.RpcServerException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** How a call or request ended, as a tag says it. */
enum Outcome {
    /** With a value; a call without a reply: it was written. */
    SUCCESS("success"),
    /** The service threw an exception, or a filter or a check on the way did. */
    EXCEPTION("exception"),
    /** Nobody answered in time. */
    TIMEOUT("timeout"),
    /** A limit was reached: of the consumer, or the provider has no free thread. */
    LIMIT("limit"),
    /** The provider said no: token, limits of a service, a filter, no such service. */
    REFUSED("refused"),
    /** There was nobody to call. */
    NO_PROVIDER("no_provider"),
    /** The connection failed. */
    NETWORK("network"),
    /** Bytes and objects do not fit. */
    SERIALIZATION("serialization"),
    /** The caller gave up its future. */
    CANCELLED("cancelled"),
    /** Anything else, such as a mistake of the peer. */
    OTHER("other");

    private final String tag;

    Outcome(String tag) {
        this.tag = tag;
    }

    String tag() {
        return tag;
    }

    /** Of a call. An {@link RpcException} that names no method was thrown by the service. */
    static Outcome ofCall(@Nullable Throwable error) {
        if (error == null) {
            return SUCCESS;
        }
        if (error instanceof CancellationException) {
            return CANCELLED;
        }
        return error instanceof RpcException failure && failure.serviceMethod() != null
                ? ofFailure(failure)
                : EXCEPTION;
    }

    private static Outcome ofFailure(RpcException failure) {
        if (failure instanceof RpcServerException server) {
            return server.isRefusal() ? REFUSED : OTHER;
        }
        return switch (failure.getCode()) {
            case RpcException.TIMEOUT_EXCEPTION, RpcException.TIMEOUT_TERMINATE -> TIMEOUT;
            case RpcException.LIMIT_EXCEEDED_EXCEPTION -> LIMIT;
            case RpcException.FORBIDDEN_EXCEPTION -> REFUSED;
            case RpcException.NO_INVOKER_AVAILABLE_AFTER_FILTER -> NO_PROVIDER;
            case RpcException.NETWORK_EXCEPTION -> NETWORK;
            case RpcException.SERIALIZATION_EXCEPTION -> SERIALIZATION;
            case RpcException.BIZ_EXCEPTION -> EXCEPTION;
            default -> OTHER;
        };
    }

    /** Of a request. One that names a method is of a call that the service made, and to this request like any other. */
    static Outcome ofRequest(@Nullable Throwable error) {
        if (error == null) {
            return SUCCESS;
        }
        if (!(error instanceof RpcException failure) || failure.serviceMethod() != null) {
            return EXCEPTION;
        }
        return failure.isTimeout() ? TIMEOUT : failure.isForbidden() ? REFUSED : EXCEPTION;
    }
}
