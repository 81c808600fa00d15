// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.core.internal.inprocess.InProcess;
import io.tern.rpc.core.internal.inprocess.InProcessNetwork;
import io.tern.rpc.core.internal.inprocess.InProcessTransport;
import io.tern.rpc.core.internal.inprocess.LocalServices;
import io.tern.rpc.core.internal.lifecycle.EngineThreads;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Transport;
import io.tern.rpc.spi.transport.TransportContext;
import org.jspecify.annotations.Nullable;

/** What moves the calls of one instance: between processes, and inside this one. */
final class TransportSide {
    private static final String PROTOCOL = "dubbo";
    static final String SERIALIZATION = "hessian2";

    private final Transport outside;
    private final InProcess inside;
    private final boolean copies;

    /** Opens nothing; threads are made when they are first needed. */
    TransportSide(
            String applicationName,
            Extensions extensions,
            ClassPolicy gate,
            EngineThreads threads,
            RpcObserver observer,
            Ticker ticker,
            int ioThreads) {
        boolean found = !extensions.serializations().all().isEmpty();
        Serialization serialization = found ? extensions.serializations().get(SERIALIZATION) : null;
        TransportContext context = new TransportContext(
                applicationName, ticker, gate, serialization, threads.callbacks(), observer, ioThreads);
        this.outside = extensions.transports().get(PROTOCOL).create(context);
        this.inside = new InProcess(
                new InProcessTransport(context, new InProcessNetwork(), outside::isEventLoop, threads.timer()),
                new LocalServices());
        this.copies = found;
    }

    /** Between processes. */
    Transport outside() {
        return outside;
    }

    /** Inside this process. */
    InProcess inside() {
        return inside;
    }

    /** As {@link #inside}, for those who offer services there; null if nothing can copy the values of calls. */
    @Nullable
    InProcess offered() {
        return copies ? inside : null;
    }

    /** Ends what is still open, and the threads of the transport. */
    void close() {
        try {
            inside.transport().close();
        } finally {
            outside.close();
        }
    }
}
