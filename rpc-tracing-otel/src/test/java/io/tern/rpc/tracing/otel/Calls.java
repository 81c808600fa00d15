// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.tern.rpc.ContextSnapshot;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A call, and its outcome in the hand of the test. */
final class Calls {
    static final InetSocketAddress PROVIDER = InetSocketAddress.createUnresolved("provider.example", 20880);

    private Calls() {}

    interface Orders {
        String find(String id);
    }

    static Invocation call(CallMode mode, Map<String, Object> attachments) {
        return call(MethodDescriptor.of(Orders.class).get(0), mode, attachments, "12345");
    }

    static Invocation call(
            MethodDescriptor method, CallMode mode, Map<String, Object> attachments, Object... arguments) {
        return new Invocation(
                new ServiceKey("blue", "com.acme.Orders", "1.0.0"),
                method,
                new CallOptions(mode, false, TimeUnit.SECONDS.toNanos(1), 2),
                arguments,
                null,
                0,
                attachments);
    }

    static Invocation request(Map<String, Object> attachments) {
        return new Invocation(
                new ServiceKey("blue", "com.acme.Orders", "1.0.0"),
                MethodDescriptor.of(Orders.class).get(0),
                new CallOptions(CallMode.SYNC, false, TimeUnit.SECONDS.toNanos(1), 0),
                new Object[] {"12345"},
                InetSocketAddress.createUnresolved("10.1.2.3", 54321),
                0,
                attachments);
    }

    /** An outcome that comes when the test says so; of a synchronous call, while its caller waits. */
    static final class Outcome extends ResponseFuture<Object> {
        private final Object value;
        private final Throwable error;

        Outcome(Invocation call, Object value, Throwable error) {
            this(call.callerContext(), value, error);
        }

        private Outcome(ContextSnapshot caller, Object value, Throwable error) {
            super(caller);
            this.value = value;
            this.error = error;
        }

        static Outcome of(Invocation call, Object value) {
            return new Outcome(call, value, null);
        }

        Outcome comes() {
            settle(value, error);
            return this;
        }

        @Override
        public Map<String, Object> attachments() {
            return Map.of();
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return PROVIDER;
        }

        @Override
        public Duration elapsed() {
            return Duration.ZERO;
        }

        @Override
        public Object await() throws Throwable {
            comes();
            try {
                return get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        }
    }
}
