// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.telemetry;

import java.util.List;

/** Figures that are read when somebody wants to know them. Thread-safe; all are 0 before the start. */
public interface InstanceFigures {
    /** Calls sent and not answered. */
    int callsInFlight();

    /** Requests being served. */
    int requestsRunning();

    /** Connections open, of both sides. */
    long openConnections();

    /** Bytes of the buffers of connections. */
    long bufferBytes();

    /** The business pools of this moment. */
    List<Pool> pools();

    /** The references of this moment. */
    List<ReferenceFigures> references();

    /** {@code action} runs now and whenever pools or references came or went, on the thread that did it; it must be quick. */
    void whenPartsChange(Runnable action);

    /** Figures of a reference, as long as it is there. */
    interface ReferenceFigures {
        /** The reference's id, unique in the instance. */
        String id();

        /** What it calls: {@code group/interface:version}. */
        String service();

        /** Providers that are known. */
        int providers();

        /** Those among them that can be called. */
        int availableProviders();
    }

    /**
     * A business pool.
     *
     * @param name unique in the instance
     * @param running threads that serve a request
     * @param threads threads that there are
     * @param most threads that there may be
     * @param queued requests that wait for a thread
     */
    record Pool(String name, int running, int threads, int most, int queued) {}
}
