// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** The threads of registries and of the clients below them. */
final class ClientThreads {
    private ClientThreads() {}

    static List<String> names() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("tern-registry")
                        || name.contains("SendThread")
                        || name.contains("-EventThread"))
                .sorted()
                .toList();
    }

    /** A client that was closed while its server was away still ends a pause of up to a second. */
    static void assertNone() {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(names()).isEmpty());
    }
}
