// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import java.io.BufferedReader;
import java.io.IOException;

/** Main class of a Tern provider process: prints its port, and ends when its standard input ends. */
final class ProviderMain {
    private static final String PORT = "PORT ";

    private ProviderMain() {}

    public static void main(String[] arguments) throws IOException {
        try (LocalProvider provider = LocalProvider.start()) {
            System.out.println(PORT + provider.port());
            while (System.in.read() >= 0) {
                // Until the test that started it is gone.
            }
        }
    }

    /** Reads the port from the output of such a process. */
    static int awaitPort(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(PORT)) {
                return Integer.parseInt(line.substring(PORT.length()));
            }
        }
        throw new IOException("The provider process ended before it was ready");
    }
}
