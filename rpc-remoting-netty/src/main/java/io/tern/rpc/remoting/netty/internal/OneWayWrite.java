// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.remoting.dubbo.internal.DubboPreparedCall;

/** A one-way request on its way, whose caller does not wait. */
final class OneWayWrite extends WriteQueue.Write {
    private final CallLink link;
    private final DubboPreparedCall prepared;
    private final long startNanos;

    OneWayWrite(ByteBuf frame, CallLink link, DubboPreparedCall prepared, long startNanos) {
        super(frame);
        this.link = link;
        this.prepared = prepared;
        this.startNanos = startNanos;
    }

    @Override
    boolean isTracked() {
        return true;
    }

    @Override
    void notSent(Throwable cause) {
        link.lostOneWay(prepared, startNanos, cause);
    }
}
