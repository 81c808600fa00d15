// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.RpcException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.concurrent.TimeUnit;

/** What consumers are told about requests that were not served. No text has a value of a request in it. */
final class ServerErrors {
    private ServerErrors() {}

    static String forbidden(String method) {
        return "Forbidden: " + method
                + " needs a token, and this request brings none or a wrong one; give the reference <dubbo:parameter key=\"token\"> with the"
                + " service's token, or append ?token=... to its url";
    }

    static String tooLarge(int bytes, int limitBytes) {
        return "The request has " + bytes + " bytes, over the payload limit of " + limitBytes
                + " bytes of this service";
    }

    static String tooManyAtATime(String method, int running, ServiceMethodSettings settings) {
        return method + ": " + running + " executions are running and executes=\"" + settings.executes()
                + "\" allows no more; try again, or raise executes of the service (or of its method), from "
                + settings.origins().getOrDefault("executes", Origin.BUILT_IN);
    }

    static String tooManyInTime(MethodDescriptor method, CallRate rate) {
        return method + ": " + rate.limit() + " calls came within " + rate.intervalMillis() + " ms, and the parameter "
                + CallRate.LIMIT.key() + " allows no more; try again later, or raise " + CallRate.LIMIT.key()
                + " (or lower " + CallRate.INTERVAL.key() + ") of the service or of its method";
    }

    static String undecodable(String method, Throwable error) {
        return "The request for " + method + " cannot be decoded: "
                + error.getClass().getName() + "; compare the interface's jars of consumer and provider";
    }

    static String expired(String method, long queuedNanos, long timeoutNanos) {
        return method + " was not started: the request waited " + TimeUnit.NANOSECONDS.toMillis(queuedNanos)
                + " ms for a thread, and the timeout is " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                + " ms; raise threads of the provider, or timeout";
    }

    static String failed(String method) {
        return "The provider failed to serve " + method + "; its log has the reason";
    }

    static RpcException filterFailed(String method, Throwable error) {
        return new RpcException(
                "A filter of " + method + " failed: " + error.getClass().getName()
                        + "; the provider's log has the reason",
                error);
    }
}
