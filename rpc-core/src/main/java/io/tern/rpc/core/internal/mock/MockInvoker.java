// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.internal.cluster.ForwardingFuture;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.core.internal.consumer.ReferenceMethods;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls instead of the providers: all of them, or those that fail, however late. Exceptions of the service are
 * answers and reach the caller.
 */
final class MockInvoker implements Invoker {
    private static final Logger log = LoggerFactory.getLogger(MockInvoker.class);

    private final Invoker providers;
    private final StandIn standIn;
    private final boolean force;
    private final LogLimit warnings;
    private final BooleanSupplier isEventLoop;

    MockInvoker(Invoker providers, StandIn standIn, boolean force, LogLimit warnings, BooleanSupplier isEventLoop) {
        this.providers = providers;
        this.standIn = standIn;
        this.force = force;
        this.warnings = warnings;
        this.isEventLoop = isEventLoop;
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        if (ReferenceMethods.isEcho(call.method())) {
            return providers.invoke(call);
        }
        if (force) {
            return answer(call);
        }
        ResponseFuture<@Nullable Object> future = providers.invoke(call);
        if (call.options().mode() == CallMode.SYNC) {
            Outcome.awaitEnd(future);
        }
        if (!future.isDone()) {
            return new MockedFuture(future, call);
        }
        return steps(Outcome.errorNow(future), call) ? answer(call) : future;
    }

    /** Whether it steps in; if so that is logged. */
    private boolean steps(@Nullable Throwable error, Invocation call) {
        RpcException failure = Outcome.failure(error);
        if (failure == null || failure.isBiz()) {
            return false;
        }
        long heldBack = warnings.pass();
        if (heldBack != LogLimit.SUPPRESSED) {
            log.warn(
                    "Answered by the mock: {} failed ({} such warnings held back): {}",
                    call.method(),
                    heldBack,
                    failure.getMessage());
        }
        return true;
    }

    private ResponseFuture<@Nullable Object> answer(Invocation call) {
        try {
            Object value = standIn.answer(call);
            if (call.options().mode() == CallMode.ONEWAY) {
                return ResponseFuture.completed(null);
            }
            if (value instanceof CompletionStage<?> stage && call.method().returnsFuture()) {
                return new StagedFuture(stage, call, isEventLoop);
            }
            return ResponseFuture.completed(value == null ? call.method().emptyReturn() : value);
        } catch (Throwable error) {
            return ResponseFuture.failed(error);
        }
    }

    /** A pending call that the mock will answer if it fails. Cancelling it cancels the call, or the mock's own future. */
    private final class MockedFuture extends ForwardingFuture {
        MockedFuture(ResponseFuture<@Nullable Object> pending, Invocation call) {
            super(pending, call, isEventLoop);
            follow(pending, (value, error) -> {
                if (isDone() || !steps(error, call)) {
                    end(value, error);
                } else {
                    // An answer that is there is shown with the facts of the call that failed.
                    ResponseFuture<@Nullable Object> answer = answer(call);
                    pass(answer, answer.isDone());
                }
            });
        }
    }
}
