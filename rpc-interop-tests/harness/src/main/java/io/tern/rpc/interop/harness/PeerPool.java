// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import io.tern.rpc.interop.peer.PeerLine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Dubbo processes with default settings that the tests of one class share: each is started on first use.
 *
 * <pre>{@code
 * static final PeerPool PEERS = new PeerPool();
 *
 * @AfterAll
 * static void stopPeers() {
 *     PEERS.close();
 * }
 * }</pre>
 *
 * <p>Not for tests that stop, freeze or kill a peer: those start their own. Thread-safe.
 */
public final class PeerPool implements AutoCloseable {
    private final Map<String, DubboPeer> peers = new ConcurrentHashMap<>();

    /** The provider of this version. */
    public DubboPeer provider(DubboVersion version) {
        return peers.computeIfAbsent(
                "provider " + version, key -> DubboPeer.provider(version).start());
    }

    /** The consumer of this version that is connected to the provider at the port. */
    public DubboPeer consumer(DubboVersion version, int providerPort, PeerLine provider) {
        return peers.computeIfAbsent(
                "consumer " + version + " of " + providerPort,
                key -> DubboPeer.consumer(version, providerPort, provider).start());
    }

    /** Ends all processes. */
    @Override
    public void close() {
        peers.values().forEach(DubboPeer::close);
        peers.clear();
    }
}
