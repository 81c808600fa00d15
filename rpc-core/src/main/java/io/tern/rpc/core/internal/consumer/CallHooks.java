// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code oninvoke}, {@code onreturn} and {@code onthrow} of one method: the outermost link of its chain, so that they see
 * every call and every way in which it can end.
 *
 * <p>A call's end runs exactly one of {@code onreturn} and {@code onthrow}; of a one-way call there is nothing to return,
 * and only its failure to be sent is told. As in Dubbo, what {@code oninvoke} or {@code onreturn} throws goes to
 * {@code onthrow} besides.
 */
final class CallHooks implements Invoker {
    private static final Logger log = LoggerFactory.getLogger(CallHooks.class);

    private final @Nullable HookMethod onInvoke;
    private final @Nullable HookMethod onReturn;
    private final @Nullable HookMethod onThrow;
    private final Invoker next;
    private final LogLimit warnings;

    CallHooks(
            @Nullable HookMethod onInvoke,
            @Nullable HookMethod onReturn,
            @Nullable HookMethod onThrow,
            Invoker next,
            LogLimit warnings) {
        this.onInvoke = onInvoke;
        this.onReturn = onReturn;
        this.onThrow = onThrow;
        this.next = next;
        this.warnings = warnings;
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        if (onInvoke != null) {
            before(onInvoke, call);
        }
        ResponseFuture<@Nullable Object> future = next.invoke(call);
        if (onThrow != null || onReturn != null) {
            Outcome.whenEnded(future, (value, error) -> {
                if (error != null) {
                    thrown(error, call);
                } else if (onReturn != null && call.options().mode() != CallMode.ONEWAY) {
                    returned(onReturn, value, call);
                }
            });
        }
        return future;
    }

    private void before(HookMethod hook, Invocation call) {
        try {
            hook.run(null, call.arguments());
        } catch (Throwable error) {
            warn("The call goes on; oninvoke", hook, call, error);
            thrown(error, call);
        }
        // Those the hook has set are meant for this call; those of the caller were taken before and win.
        Map<String, Object> added = InternalRpcContext.takeAttachments(RpcContext.getContext());
        if (added != null) {
            added.forEach((key, value) -> {
                if (call.attachment(key) == null) {
                    call.attach(key, value);
                }
            });
        }
    }

    private void returned(HookMethod hook, @Nullable Object value, Invocation call) {
        try {
            hook.run(value, call.arguments());
        } catch (Throwable error) {
            warn("The result is not affected; onreturn", hook, call, error);
            thrown(error, call);
        }
    }

    private void thrown(Throwable error, Invocation call) {
        if (onThrow == null) {
            return;
        }
        if (!onThrow.takesOutcome(error)) {
            warn("It does not take this exception; onthrow", onThrow, call, error);
            return;
        }
        try {
            onThrow.run(error, call.arguments());
        } catch (Throwable second) {
            warn("The outcome is not affected; onthrow", onThrow, call, second);
        }
    }

    private void warn(String event, HookMethod hook, Invocation call, Throwable error) {
        long heldBack = warnings.pass();
        if (heldBack != LogLimit.SUPPRESSED) {
            log.warn("{} {} of {} failed ({} such warnings held back)", event, hook, call.method(), heldBack, error);
        }
    }
}
