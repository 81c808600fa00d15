// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcContext;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.fixture.LocalTern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A provider whose process is asked to end, and that nobody has closed. */
class ShutdownHookTest {
    @Test
    void aCallThatRunsWhenTheProcessIsAskedToEndIsAnswered() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HookedProvider.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                Tern consumer = LocalTern.consumer()) {
            int port = Integer.parseInt(await(output, "\\d+"));
            HookedProvider.Slow slow = LocalTern.stub(
                    consumer,
                    HookedProvider.Slow.class,
                    LocalTern.url(port),
                    reference -> reference.set("async", true));
            slow.serve("to the end");
            Future<String> answer = RpcContext.getContext().getFuture();
            await(output, "begun");

            process.destroy();

            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("served to the end");
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("the process ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The first line that matches; the process prints log lines too. */
    private static String await(BufferedReader output, String pattern) throws IOException {
        String line = output.readLine();
        while (line != null && !line.matches(pattern)) {
            line = output.readLine();
        }
        assertThat(line).as("a line like " + pattern).isNotNull();
        return line == null ? "" : line;
    }
}
