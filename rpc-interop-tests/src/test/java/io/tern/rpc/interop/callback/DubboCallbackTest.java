// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.SpringFile;
import io.tern.rpc.interop.TernProvider;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.PeerLauncher;
import io.tern.rpc.interop.listener.NewsFixture;
import io.tern.rpc.interop.listener.NewsListener;
import io.tern.rpc.interop.listener.NewsReader;
import io.tern.rpc.interop.listener.NewsService;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** Real Dubbo peers and Tern call each other back, from the same two Spring files. */
@Timeout(180)
class DubboCallbackTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(10);

    /** A service of Tern in the process of the test, with the settings of news-provider.xml. */
    private record TernNews(Tern provider, NewsService fixture, int port) implements AutoCloseable {
        static TernNews start() {
            Tern provider = LocalTern.provider(protocol -> {});
            NewsService fixture = new NewsFixture();
            ExportedService service = provider.export(
                    NewsService.class,
                    fixture,
                    element -> element.set("group", "desk")
                            .set("timeout", 5_000)
                            .set("callbacks", 3)
                            .method(
                                    "subscribe",
                                    m -> m.add(argument().set("index", 1).set("callback", true)))
                            .method(
                                    "unsubscribe",
                                    m -> m.add(argument()
                                            .set("type", NewsListener.class.getName())
                                            .set("callback", false))));
            return new TernNews(provider, fixture, LocalTern.address(service).getPort());
        }

        private static ConfigElement argument() {
            return ConfigElement.of(ElementKind.ARGUMENT);
        }

        int proxies() {
            return provider.stats().callbackProxies();
        }

        @Override
        public void close() {
            provider.close();
        }
    }

    @Test
    void ternCallsTernBackFromTheFilesThatDubboReads() throws Exception {
        try (TernProvider provider = TernProvider.start("news-provider.xml", Map.of());
                ClassPathXmlApplicationContext consumer = SpringFile.load(
                        "news-consumer.xml", Map.of("interop.provider", "127.0.0.1:" + provider.port()))) {
            NewsScript.read(new NewsReader(consumer.getBean("news", NewsService.class))::obey);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDubboProviderCallsTernBack(DubboVersion version) {
        try (DubboPeer provider = PeerLauncher.newsProvider(version).start();
                Tern consumer = LocalTern.consumer()) {
            // Dubbo's word about itself, as it stands in the address.
            String url = LocalTern.url(provider.port())
                    + "?subscribe.1.callback=true&unsubscribe.1.callback=false&callbacks=3";
            NewsReader reader = new NewsReader(
                    LocalTern.stub(consumer, NewsService.class, url, element -> element.set("group", "desk")));
            NewsScript.read(reader::obey);
            assertThat(consumer.stats().callbackObjects()).isEqualTo(3);
            provider.kill();
            LocalTern.await(
                    "the objects end with their connection",
                    SOON,
                    () -> consumer.stats().callbackObjects() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ternCallsADubboConsumerBack(DubboVersion version) {
        try (TernNews provider = TernNews.start()) {
            try (DubboPeer consumer =
                    PeerLauncher.newsConsumer(version, provider.port()).start()) {
                NewsScript.read(command -> consumer.ask(command, LONGEST));
                assertThat(provider.proxies()).isEqualTo(3);
                assertThat(provider.fixture().publish("blue", "e")).isEqualTo("dan took e, eve took e");
                consumer.kill();
            }
            LocalTern.await("the proxies end with their connection", SOON, () -> provider.proxies() == 0);
            assertThat(provider.fixture().publish("blue", "f"))
                    .matches("!RpcConnectionException: .*the connection is closed.*, !RpcConnectionException: .*");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ternsOwnLimitRefusesADubboConsumer(DubboVersion version) {
        try (TernNews provider = TernNews.start();
                DubboPeer consumer = PeerLauncher.newsConsumer(version, provider.port())
                        .property("interop.consumer.callbacks", "10")
                        .start()) {
            for (String name : new String[] {"ann", "bob", "cy"}) {
                assertThat(consumer.ask("subscribe red " + name, LONGEST)).doesNotStartWith("!");
            }
            assertThat(consumer.ask("subscribe red dan", LONGEST)).contains("callbacks=\"3\"");
            assertThat(consumer.ask("publish red a", LONGEST)).isEqualTo("ann took a, bob took a, cy took a");
            assertThat(provider.proxies()).isEqualTo(3);
        }
    }
}
