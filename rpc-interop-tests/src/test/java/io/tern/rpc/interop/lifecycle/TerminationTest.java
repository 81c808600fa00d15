// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.LocalProcess;
import io.tern.rpc.registry.zookeeper.fixture.LocalZookeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that is told to end at a bad moment: it ends in time, and is no longer found by anybody. */
class TerminationTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** {@code shutwait} of the process, and a second. */
    private static final Duration LONGEST_END = Duration.ofSeconds(11);
    /** What a process ends with that SIGTERM has ended. */
    private static final int TERMINATED = 143;

    private static final String PROVIDERS = "/dubbo/" + WorkService.class.getName() + "/providers";

    /** A start takes half a second when the machine is idle, several when it is not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 150, 300, 450, 700, 1_000})
    void aProcessThatIsTerminatedWhileItStartsEndsAndLeavesNoEntry(int afterMillis) throws Exception {
        try (LocalZookeeper zookeeper = LocalZookeeper.open();
                LocalProcess process = launch(zookeeper)) {
            while (!process.awaitLine(SOON).equals(Starting.BEGUN)) {
                // A logger that describes itself.
            }
            Thread.sleep(afterMillis);
            process.terminate();
            assertEnded(process, zookeeper);
        }
    }

    @Test
    void aSecondSignalChangesNothing() throws Exception {
        try (LocalZookeeper zookeeper = LocalZookeeper.open();
                LocalProcess process = launch(zookeeper)) {
            process.awaitReady(SOON);
            assertThat(zookeeper.children(PROVIDERS)).hasSize(1);
            process.terminate();
            process.terminate();
            assertEnded(process, zookeeper);
        }
    }

    private static LocalProcess launch(LocalZookeeper zookeeper) {
        return LocalProcess.start(
                "provider",
                System.getProperty("java.class.path"),
                Map.of(),
                Starting.class.getName(),
                List.of("zookeeper://" + zookeeper.address()));
    }

    private static void assertEnded(LocalProcess process, LocalZookeeper zookeeper) {
        long asked = System.nanoTime();
        process.awaitEnd();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(LONGEST_END);
        assertThat(process.exitCode()).as(process.errors()).isEqualTo(TERMINATED);
        LocalTern.await("the entry is gone", Duration.ofSeconds(5), () -> {
            try {
                return zookeeper.children(PROVIDERS).isEmpty();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Starts a registered provider and serves until it is ended. */
    static final class Starting {
        static final String BEGUN = "BEGUN";

        private Starting() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println(BEGUN);
            try (Tern provider = Tern.builder()
                    .application("doomed")
                    .element(ConfigElement.of(ElementKind.REGISTRY)
                            .set("address", arguments[0])
                            .set("file", "false"))
                    .element(LocalTern.protocol())
                    .element(ConfigElement.service(WorkService.class, new GatedWork()))
                    .start()) {
                System.out.println("READY");
                new CountDownLatch(1).await();
            }
        }
    }
}
