// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.Peer;

/** Hears of one connection to a provider. Called on event loops: must be quick and must not throw. Thread-safe. */
public interface ConnectionListener {
    /** The connection is open; may be told more than once. */
    void opened(Peer peer);

    /** The connection with these ends is closed; may be told more than once. */
    void closed(Peer peer);
}
