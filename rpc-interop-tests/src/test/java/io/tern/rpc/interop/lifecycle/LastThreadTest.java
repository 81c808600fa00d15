// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.fixture.LocalTern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads of Tern keep no process alive, neither a consumer's nor a provider's: whoever wants to serve on keeps a thread. */
class LastThreadTest {
    private static final String PROVIDER = "provider";

    @ParameterizedTest
    @ValueSource(strings = {"consumer", PROVIDER})
    void aProcessEndsWhenOnlyThreadsOfTernAreLeft(String role) throws Exception {
        Process process = launch(role);
        try {
            assertThat(firstNumber(process)).as("its port").isGreaterThanOrEqualTo(0);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process launch(String role) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Returning.class.getName(),
                        role)
                .redirectErrorStream(true)
                .start();
    }

    /** The first line that is a number; the process prints log lines too. */
    private static int firstNumber(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.matches("\\d+")) {
                return Integer.parseInt(line);
            }
        }
        throw new IOException("The process printed no number");
    }

    /** Starts something, prints its port or 0, and returns without closing it. */
    static final class Returning {
        private Returning() {}

        public static void main(String[] arguments) {
            if (arguments[0].equals(PROVIDER)) {
                Tern provider = LocalTern.provider(protocol -> {});
                System.out.println(
                        LocalTern.address(provider.export(WorkService.class, new GatedWork(), attributes -> {}))
                                .getPort());
            } else {
                LocalTern.stub(LocalTern.consumer(), WorkService.class, LocalTern.url(LocalTern.freePort()));
                System.out.println(0);
            }
        }
    }
}
