// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.SpringFile;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.PeerLauncher;
import io.tern.rpc.interop.listener.NewsReader;
import io.tern.rpc.interop.listener.NewsService;
import io.tern.rpc.registry.zookeeper.fixture.LocalZookeeper;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** What a service publishes about its callbacks is all that a consumer needs, whichever of the two is a Dubbo. */
@Timeout(180)
class RegistryCallbackTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** 127.0.0.1 as one number, which Dubbo does not take for its own machine. */
    private static final String HOST = "2130706433";

    private static LocalZookeeper zookeeper;

    @BeforeAll
    static void start() throws Exception {
        zookeeper = LocalZookeeper.open();
    }

    @AfterAll
    static void stop() throws Exception {
        zookeeper.close();
    }

    private static String registry() {
        return "zookeeper://" + zookeeper.address();
    }

    private static void readsTheNews(UnaryOperator<String> reader) {
        LocalTern.await(
                "the provider is found",
                LONGEST,
                () -> reader.apply("count red").equals("0"));
        NewsScript.read(reader);
    }

    @ParameterizedTest
    @EnumSource
    void aDubboConsumerLearnsItFromTern(DubboVersion version) {
        Map<String, Object> placeholders =
                Map.of("interop.host", HOST, "interop.port", LocalTern.freePort(), "interop.registry", registry());
        try (ClassPathXmlApplicationContext provider = SpringFile.load("news-provider.xml", placeholders);
                DubboPeer consumer = PeerLauncher.newsConsumer(version, 0)
                        .property("interop.registry", registry())
                        .property("interop.url", "")
                        .start()) {
            assertThat(provider.isActive()).isTrue();
            readsTheNews(command -> consumer.ask(command, LONGEST));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ternLearnsItFromADubboProvider(DubboVersion version) {
        try (DubboPeer provider = PeerLauncher.newsProvider(version)
                        .property("interop.registry", registry())
                        .start();
                ClassPathXmlApplicationContext consumer = SpringFile.load(
                        "news-consumer.xml",
                        Map.of("interop.registry", registry(), "interop.url", "", "interop.provider", "none"))) {
            assertThat(provider.isAlive()).isTrue();
            readsTheNews(new NewsReader(consumer.getBean("news", NewsService.class))::obey);
        }
    }
}
