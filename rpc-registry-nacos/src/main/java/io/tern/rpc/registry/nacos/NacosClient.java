// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.exception.NacosException;
import org.jspecify.annotations.Nullable;

/**
 * A client that is opened by the thread that uses it and ended by whoever closes the registry, even while it is being opened: one
 * that is left behind would keep its threads, and publish again what it was once asked for.
 *
 * @param <S> the client's type
 */
final class NacosClient<S> {
    /** Makes the client, or fails. */
    @FunctionalInterface
    interface Opening<S> {
        S open() throws NacosException;
    }

    /** Ends it. */
    @FunctionalInterface
    interface Ending<S> {
        void end(S client) throws NacosException;
    }

    private final Opening<S> opening;
    private final Ending<S> ending;

    // Guarded by this.
    private @Nullable S client;
    private boolean ended;

    NacosClient(Opening<S> opening, Ending<S> ending) {
        this.opening = opening;
        this.ending = ending;
    }

    /** The client, which is opened if it is not yet: this blocks. For one thread. */
    S open() throws NacosException {
        S open = ifOpen();
        return open == null ? keep(opening.open()) : open;
    }

    private S keep(S opened) throws NacosException {
        synchronized (this) {
            if (!ended) {
                client = opened;
                return opened;
            }
        }
        ending.end(opened);
        throw new NacosException(NacosException.CLIENT_DISCONNECT, "the registry is closed");
    }

    /** The client if it was opened and not ended. */
    synchronized @Nullable S ifOpen() {
        return client;
    }

    /** Ends it now, or as soon as it is open; once more does nothing. */
    void end() throws NacosException {
        S open;
        synchronized (this) {
            ended = true;
            open = client;
            client = null;
        }
        if (open != null) {
            ending.end(open);
        }
    }
}
