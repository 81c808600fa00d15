// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for processes that go and come back. */
final class Ports {
    private static final int FIRST = 21_000;
    /** Below those from which the system takes one for each outgoing connection: one of these could take a port meanwhile. */
    private static final int LAST = 32_000;

    private static final int ATTEMPTS = 200;

    private Ports() {}

    static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // Somebody has it: the next one.
                continue;
            }
        }
        throw new IllegalStateException("No free port from " + FIRST + " to " + LAST);
    }
}
