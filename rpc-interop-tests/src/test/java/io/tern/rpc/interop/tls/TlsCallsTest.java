// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.fixture.MemoryRegistry;
import io.tern.rpc.testing.netty.TestAuthority;
import io.tern.rpc.testing.netty.TestAuthority.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted calls between two instances, and how they come to be encrypted. */
@Timeout(90)
class TlsCallsTest {
    private static final String PASSWORD = "SECRET-WORD";

    /** What is called. */
    public interface Store {
        byte[] swap(byte[] bytes);

        String name(String text);

        void put(String text);
    }

    private static final class Shelf implements Store {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public byte[] swap(byte[] bytes) {
            calls.incrementAndGet();
            byte[] swapped = bytes.clone();
            for (int i = 0; i < bytes.length; i++) {
                swapped[i] = bytes[bytes.length - 1 - i];
            }
            return swapped;
        }

        @Override
        public String name(String text) {
            calls.incrementAndGet();
            return text;
        }

        @Override
        public void put(String text) {
            calls.incrementAndGet();
        }
    }

    @TempDir
    Path directory;

    private final Shelf shelf = new Shelf();
    private TestAuthority authority;
    private Identity server;

    @BeforeEach
    void makeCertificates() {
        authority = new TestAuthority(directory, "root");
        server = authority.local("server");
    }

    private static ConfigElement server(Identity own, @Nullable TestAuthority ofClients) {
        ConfigElement ssl = ConfigElement.of(ElementKind.SSL)
                .set("server-key-cert-chain-path", own.chain().toString())
                .set("server-private-key-path", own.key().toString());
        return ofClients == null
                ? ssl
                : ssl.set(
                        "server-trust-cert-collection-path",
                        ofClients.certificate().toString());
    }

    private static ConfigElement client(@Nullable Identity own, TestAuthority trusted) {
        ConfigElement ssl = ConfigElement.of(ElementKind.SSL)
                .set("client-trust-cert-collection-path", trusted.certificate().toString());
        return own == null
                ? ssl
                : ssl.set("client-key-cert-chain-path", own.chain().toString())
                        .set("client-private-key-path", own.key().toString());
    }

    private ExportedService export(Tern provider) {
        return provider.export(Store.class, shelf, service -> {});
    }

    private Tern provider(ConfigElement ssl) {
        return Tern.builder()
                .application("provider")
                .element(LocalTern.protocol().set("ssl-enabled", "true"))
                .element(ssl)
                .start();
    }

    private static Tern consumer(@Nullable ConfigElement ssl) {
        var builder = Tern.builder().application("consumer");
        return ssl == null ? builder.start() : builder.element(ssl).start();
    }

    private static Store store(Tern consumer, String url, Consumer<ConfigElement> more) {
        return LocalTern.stub(consumer, Store.class, url, more);
    }

    @Test
    void callsOfEveryKindAreEncrypted() throws Exception {
        try (Tern provider = provider(server(server, authority));
                Tern consumer = consumer(client(authority.local("client"), authority));
                Peephole peephole = Peephole.before(export(provider))) {
            Store plainLooking = store(
                    consumer,
                    LocalTern.url(peephole.port()),
                    reference -> reference.method(
                            "put", method -> method.set("return", "false").set("sent", "true")));
            Store async = store(consumer, LocalTern.url(peephole.port()), reference -> reference.set("async", "true"));

            assertThat(plainLooking.name("SECRET-ARGUMENT")).isEqualTo("SECRET-ARGUMENT");
            byte[] large = new byte[1 << 20];
            new Random(7).nextBytes(large);
            byte[] expected = shelf.swap(large);
            assertThat(plainLooking.swap(large)).isEqualTo(expected);
            plainLooking.put("SECRET-ARGUMENT");
            List<CompletableFuture<Object>> futures = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                async.name("SECRET-ARGUMENT-" + i);
                futures.add(RpcContext.getContext().getCompletableFuture());
            }
            for (int i = 0; i < futures.size(); i++) {
                assertThat(futures.get(i).get(5, TimeUnit.SECONDS)).isEqualTo("SECRET-ARGUMENT-" + i);
            }
            LocalTern.await("the one-way call arrived", Duration.ofSeconds(5), () -> shelf.calls.get() == 204);
            assertThat(peephole.seen()).hasSizeGreaterThan(1 << 20);
            assertThat(peephole.text()).doesNotContain("SECRET-ARGUMENT", Store.class.getName());
        }
    }

    @Test
    void anEntryAndAnAddressTellConsumersToEncrypt() {
        try (MemoryRegistry registry = new MemoryRegistry(0);
                Tern provider = Tern.builder()
                        .application("provider")
                        .registry(registry)
                        .element(ConfigElement.of(ElementKind.REGISTRY)
                                .set("address", "memory://here")
                                .set("simplified", "true"))
                        .element(LocalTern.protocol().set("ssl-enabled", "true"))
                        .element(server(server, null))
                        .start();
                Tern consumer = Tern.builder()
                        .application("consumer")
                        .registry(registry)
                        .element(ConfigElement.of(ElementKind.REGISTRY).set("address", "memory://here"))
                        .element(client(null, authority))
                        .start()) {
            ExportedService service = export(provider);
            Store found = consumer.refer(
                            Store.class,
                            reference -> reference.set("timeout", 5_000).set("retries", 0))
                    .get();
            assertThat(found.name("found")).isEqualTo("found");
            assertThat(store(consumer, LocalTern.url(service) + "?ssl-enabled=true", more -> {})
                            .name("addressed"))
                    .isEqualTo("addressed");
            assertThat(store(consumer, LocalTern.url(service), more -> more.parameter("ssl-enabled", "true"))
                            .name("told"))
                    .isEqualTo("told");
            assertThatThrownBy(() ->
                            store(consumer, LocalTern.url(service), more -> {}).name("plain"))
                    .isInstanceOf(RpcException.class);
            assertThat(shelf.calls).hasValue(3);
        }
    }

    @Test
    void aConsumerThatEncryptsDoesNotFallBackToPlainText() {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = consumer(client(authority.local("client"), authority))) {
            String url = LocalTern.url(export(provider));
            assertThatThrownBy(() -> store(consumer, url, more -> {}).name("x"))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("TLS");
            assertThat(store(consumer, url, more -> more.parameter("ssl-enabled", "false"))
                            .name("x"))
                    .isEqualTo("x");
            assertThat(shelf.calls).hasValue(1);
        }
    }

    @Test
    void withoutAnElementTheJavaMachineDecidesWhomToBelieve() {
        try (Tern provider = provider(server(server, null));
                Tern consumer = consumer(null)) {
            assertThatThrownBy(() -> store(consumer, LocalTern.url(export(provider)) + "?ssl-enabled=true", more -> {})
                            .name("x"))
                    .hasMessageContaining("unable to find valid certification path");
            assertThat(shelf.calls).hasValue(0);
        }
    }

    @Test
    void aKeyThatCannotBeUsedEndsTheStartAndNamesTheFile() throws Exception {
        Path key = Files.writeString(directory.resolve("bad.pem"), "-----BEGIN PRIVATE KEY-----\n" + PASSWORD);
        ConfigElement broken = ConfigElement.of(ElementKind.SSL)
                .set("server-key-cert-chain-path", server.chain().toString())
                .set("server-private-key-path", key.toString())
                .set("server-key-password", PASSWORD);
        try (Tern provider = provider(broken)) {
            assertThatThrownBy(() -> export(provider))
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContaining("<dubbo:ssl>: " + key + " has a part that begins (-----BEGIN")
                    .hasMessageNotContaining(PASSWORD);
        }
    }

    @Test
    void callsInsideTheProcessNeedNoEncryption() {
        try (Tern both = provider(server(server, authority))) {
            export(both);
            Store inside = both.refer(Store.class, reference -> reference.set("scope", "local"))
                    .get();
            assertThat(inside.name("x")).isEqualTo("x");
        }
    }

    @Test
    void theSettingsInEffectShowFilesAndNoSecret() {
        try (Tern both = Tern.builder()
                .application("both")
                .element(LocalTern.protocol().set("ssl-enabled", "true"))
                .element(server(server, authority).set("server-key-password", PASSWORD))
                .build()) {
            both.export(Store.class, shelf, service -> {});
            assertThat(both.describe())
                    .contains(
                            "ssl-enabled",
                            server.chain().toString(),
                            authority.certificate().toString())
                    .contains("server-key-password = ***")
                    .doesNotContain(PASSWORD);
        }
    }

    /** The certificates of before are not believed any more: as if they had been withdrawn. */
    @Test
    void newFilesCountWithoutARestart() {
        TestAuthority next = new TestAuthority(directory, "next");
        try (Tern provider = provider(server(server, authority));
                Tern oldConsumer = consumer(client(authority.local("old"), authority));
                Tern newConsumer = consumer(client(next.local("new"), next))) {
            String url = LocalTern.url(export(provider));
            Store before = store(oldConsumer, url, more -> {});
            Store after = store(newConsumer, url, more -> {});
            assertThat(before.name("x")).isEqualTo("x");
            assertThatThrownBy(() -> after.name("x")).isInstanceOf(RpcException.class);

            next.local("fresh").replace(server);
            next.replace(authority);

            LocalTern.await("the new certificates count", Duration.ofSeconds(40), () -> isServed(after));
            assertThat(before.name("x")).as("over a connection that was there").isEqualTo("x");
            Store again = store(oldConsumer, url, more -> more.set("connections", 1));
            int calls = shelf.calls.get();
            assertThatThrownBy(() -> again.name("x")).isInstanceOf(RpcException.class);
            assertThat(shelf.calls).hasValue(calls);
        }
    }

    private static boolean isServed(Store store) {
        try {
            return store.name("x").equals("x");
        } catch (RpcException e) {
            return false;
        }
    }
}
