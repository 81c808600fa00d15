// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sees what happens, for metrics and tracing. All methods do nothing by default. They run on the thread where the event
 * happens, event loops included: they must be quick and must not throw.
 */
public interface RpcObserver {
    /** A consumer's call starts; on the caller. */
    default void callStarted(Invocation call) {}

    /** A consumer's call ended; {@code error} is null if it succeeded. Once per call. */
    default void callEnded(Invocation call, @Nullable Throwable error, long elapsedNanos) {}

    /** A provider starts to serve a request; on the worker. */
    default void requestStarted(Invocation request) {}

    /** A provider ended a request; {@code error} is null if it succeeded. Once per request that was started. */
    default void requestEnded(Invocation request, @Nullable Throwable error, long elapsedNanos) {}

    /** A connection was opened, from or to this process. */
    default void connectionOpened(InetSocketAddress remote) {}

    /** A connection was closed. */
    default void connectionClosed(InetSocketAddress remote) {}

    /** Something was dropped or refused. */
    default void counted(Event event) {}

    /** What {@link #counted} counts. */
    enum Event {
        /** A reply came for a call that had ended; it was dropped before it was decoded. */
        LATE_REPLY,
        /** A request was dropped since its deadline had passed while it was queued. */
        EXPIRED_REQUEST,
        /** A request was refused: pool, {@code executes}. */
        REQUEST_REFUSED,
        /** A call was refused: in flight, {@code actives}, write buffer. */
        CALL_REFUSED,
        /** A connection was refused or closed: {@code accepts}, the caps for peers without a valid call, wrong tokens. */
        CONNECTION_REFUSED,
        /** A one-way call's write failed after the call had returned. */
        ONEWAY_WRITE_FAILED,
        /** A one-way request failed on the provider, which can tell nobody. */
        ONEWAY_REQUEST_FAILED,
        /** Bytes that are not Dubbo's protocol. */
        BAD_FRAME,
        /** A class was not admitted. */
        CLASS_REFUSED,
        /** An entry of a registry was skipped: not readable, not callable, or over a limit. */
        REGISTRY_ENTRY_SKIPPED,
        /** A registry reported no provider where there had been some; the earlier ones are kept for a while. */
        EMPTY_PROVIDER_LIST,
        /** A rule of a registry or config center was not understood. */
        RULE_REFUSED,
        /** A provider failed so often in a row that it gets no calls for a while. */
        PROVIDER_SET_ASIDE,
        /** A retry was not made: too large a part of all calls were retries, or too many calls waited for one. */
        RETRY_REFUSED
    }
}
