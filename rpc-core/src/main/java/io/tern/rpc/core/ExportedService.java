// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.ServiceSettings;
import java.net.InetSocketAddress;
import java.util.List;

/** A service of this process that others can call. Thread-safe. */
public interface ExportedService extends AutoCloseable {
    /** The effective settings. */
    ServiceSettings settings();

    /** Where it is served, with real ports; empty before it is exported and with {@code export="false"}. */
    List<InetSocketAddress> addresses();

    /** Withdraws it: later requests are answered with "not found". Idempotent. */
    @Override
    void close();
}
