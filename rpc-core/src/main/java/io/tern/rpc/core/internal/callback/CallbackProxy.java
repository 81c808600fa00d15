// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.CallFacts;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.internal.provider.ReservedKeys;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.transport.Link;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One object of a consumer as a provider calls it: over the link on which it was passed, or not at all. Thread-safe. */
final class CallbackProxy implements Invoker {
    private final CallbackCalls calls;
    private final Link link;
    private final String id;
    private final Object object;
    private volatile boolean removed;

    CallbackProxy(CallbackCalls calls, Link link, String id) {
        this.calls = calls;
        this.link = link;
        this.id = id;
        this.object = calls.stub(
                this,
                "callback " + calls.type().getName() + " " + id + " of "
                        + link.peer().remoteAddress());
    }

    /** Implements the callback interface. */
    Object object() {
        return object;
    }

    /** The consumer does not want to be called any more. */
    void remove() {
        removed = true;
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        if (removed) {
            CallFacts facts = new CallFacts(
                    call.method().toString(),
                    link.peer().remoteAddress(),
                    Duration.ZERO,
                    RpcException.Delivery.NOT_SENT);
            String message = "Not sent: callback " + call.method() + " to "
                    + link.peer().remoteAddress() + ": its consumer has removed the callback object";
            return ResponseFuture.failed(new RpcException(RpcException.UNKNOWN_EXCEPTION, message, null, facts, true));
        }
        call.attach(ReservedKeys.CALLBACK_ID, id);
        ResponseFuture<@Nullable Object> future = link.send(call, calls.prepared(call.method()));
        InternalRpcContext.called(RpcContext.getContext(), call.method().method(), link.peer());
        return future;
    }
}
