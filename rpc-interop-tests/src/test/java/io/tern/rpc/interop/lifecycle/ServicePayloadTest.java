// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.EchoService;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.fixture.MemoryRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services whose messages may be less large than those of their port. */
@Timeout(60)
class ServicePayloadTest {
    private static final int LIMIT = 2_000;
    private static final String LARGE = "x".repeat(LIMIT);

    /** Answers what it gets. */
    interface Parrot {
        String say(String text);

        /** A text of this length. */
        String talk(int length);
    }

    /** Another one on the same port. */
    interface Raven extends Parrot {}

    private static final class Bird implements Raven {
        @Override
        public String say(String text) {
            return text;
        }

        @Override
        public String talk(int length) {
            return "x".repeat(length);
        }
    }

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    private Tern provider() {
        return closing(LocalTern.provider(protocol -> protocol.set("payload", 10 * LIMIT)));
    }

    private <T extends Parrot> T at(ExportedService service, Class<T> type, Consumer<ConfigElement> attributes) {
        return LocalTern.stub(closing(LocalTern.consumer()), type, LocalTern.url(service), attributes);
    }

    @Test
    void aLargerRequestIsRefusedAndItsConnectionServesOn() {
        Tern provider = provider();
        ExportedService small = provider.export(Parrot.class, new Bird(), service -> service.set("payload", LIMIT));
        provider.export(Raven.class, new Bird(), service -> {});
        Tern consumer = closing(LocalTern.consumer());
        Parrot parrot = LocalTern.stub(consumer, Parrot.class, LocalTern.url(small));
        Raven raven = LocalTern.stub(consumer, Raven.class, LocalTern.url(small));

        assertThat(parrot.say("hello")).isEqualTo("hello");
        assertThatThrownBy(() -> parrot.say(LARGE))
                .isInstanceOf(RpcServerException.class)
                .hasMessageContaining("over the payload limit of " + LIMIT + " bytes of this service");
        assertThat(raven.say(LARGE)).as("another service of the port").isEqualTo(LARGE);
        assertThat(parrot.say("hello")).isEqualTo("hello");
        assertThat(consumer.stats().openConnections()).isEqualTo(1);
    }

    @Test
    void aLargerReplyIsRefusedToo() {
        Tern provider = provider();
        ExportedService small = provider.export(Parrot.class, new Bird(), service -> service.set("payload", LIMIT));
        Parrot parrot = at(small, Parrot.class, reference -> {});

        assertThatThrownBy(() -> parrot.talk(LIMIT))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("over the payload limit of " + LIMIT + " bytes");
        assertThat(parrot.talk(LIMIT / 2)).hasSize(LIMIT / 2);
        assertThat(((EchoService) parrot).$echo("x")).isEqualTo("x");
    }

    @Test
    void eachGroupHasItsOwnLimit() {
        Tern provider = provider();
        ExportedService small = provider.export(
                Parrot.class, new Bird(), s -> s.set("group", "small").set("payload", LIMIT));
        provider.export(Parrot.class, new Bird(), s -> s.set("group", "large").set("payload", 2 * LIMIT));
        Parrot ofSmall = at(small, Parrot.class, reference -> reference.set("group", "small"));
        Parrot ofLarge = at(small, Parrot.class, reference -> reference.set("group", "large"));

        assertThat(ofLarge.say(LARGE)).isEqualTo(LARGE);
        assertThatThrownBy(() -> ofSmall.say(LARGE)).hasMessageContaining("limit of " + LIMIT + " bytes");
        assertThatThrownBy(() -> ofSmall.say(LARGE + LARGE)).hasMessageContaining("limit of " + 2 * LIMIT + " bytes");
        assertThat(ofLarge.talk(LIMIT)).hasSize(LIMIT);
        assertThatThrownBy(() -> ofSmall.talk(LIMIT)).hasMessageContaining("limit of " + LIMIT + " bytes");
        assertThat(ofSmall.say("hello")).isEqualTo("hello");
    }

    @Test
    void aGroupWithoutALimitHasThatOfThePort() {
        Tern provider = provider();
        ExportedService small = provider.export(
                Parrot.class, new Bird(), s -> s.set("group", "small").set("payload", LIMIT));
        provider.export(Parrot.class, new Bird(), s -> s.set("group", "large"));
        Parrot ofSmall = at(small, Parrot.class, reference -> reference.set("group", "small"));
        Parrot ofLarge = at(small, Parrot.class, reference -> reference.set("group", "large"));

        assertThat(ofLarge.say(LARGE + LARGE)).hasSize(2 * LIMIT);
        assertThatThrownBy(() -> ofSmall.say(LARGE)).hasMessageContaining("limit of " + LIMIT + " bytes");
    }

    @Test
    void aServiceCannotOpenThePortForMore() {
        Tern provider = provider();
        ExportedService large =
                provider.export(Parrot.class, new Bird(), service -> service.set("payload", 100 * LIMIT));
        Parrot parrot = at(large, Parrot.class, reference -> {});

        assertThat(parrot.say(LARGE)).isEqualTo(LARGE);
        assertThatThrownBy(() -> parrot.say(LARGE.repeat(10)))
                .isInstanceOf(RpcServerException.class)
                .hasMessageContaining("limit of " + 10 * LIMIT + " bytes of this provider");
    }

    @Test
    void consumersHearItAndDoNotSendMore() {
        MemoryRegistry memory = closing(new MemoryRegistry(0));
        ConfigElement registry = ConfigElement.of(ElementKind.REGISTRY).set("address", "memory://127.0.0.1:9");
        Tern provider = closing(Tern.builder()
                .application("provider")
                .element(LocalTern.protocol())
                .registry(memory)
                .element(registry)
                .start());
        provider.export(Parrot.class, new Bird(), service -> service.set("payload", LIMIT));
        Tern consumer = closing(Tern.builder()
                .application("consumer")
                .registry(memory)
                .element(registry)
                .start());
        Parrot obeying = consumer.refer(Parrot.class, reference -> reference.set("timeout", 5_000))
                .get();
        assertThat(obeying.say("hello")).isEqualTo("hello");
        assertThatThrownBy(() -> obeying.say(LARGE))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("limit of " + LIMIT + " bytes");

        Parrot ownWord = consumer.refer(
                        Parrot.class,
                        reference -> reference.set("timeout", 5_000).parameter("payload", "10000"))
                .get();
        assertThatThrownBy(() -> ownWord.say(LARGE))
                .isInstanceOf(RpcServerException.class)
                .hasMessageContaining("limit of " + LIMIT + " bytes of this service");
    }

    @Test
    void callsInsideTheProcessObeyIt() {
        Tern tern = closing(Tern.builder()
                .application("both")
                .element(LocalTern.protocol().set("payload", 10 * LIMIT))
                .start());
        tern.export(Parrot.class, new Bird(), s -> s.set("group", "small").set("payload", LIMIT));
        tern.export(Parrot.class, new Bird(), s -> s.set("group", "large").set("payload", 2 * LIMIT));
        Parrot small = inside(tern, "small");
        Parrot large = inside(tern, "large");

        assertThat(tern.stats().openConnections()).isZero();
        assertThat(large.say(LARGE)).isEqualTo(LARGE);
        assertThat(large.talk(LIMIT)).hasSize(LIMIT);
        assertThat(small.say("hello")).isEqualTo("hello");
        assertThatThrownBy(() -> small.say(LARGE)).hasMessageContaining("limit of " + LIMIT + " bytes");
        assertThatThrownBy(() -> small.talk(LIMIT)).hasMessageContaining("limit of " + LIMIT + " bytes");
        assertThatThrownBy(() -> large.say(LARGE + LARGE)).hasMessageContaining("limit of " + 2 * LIMIT + " bytes");
    }

    /** With a word of its own, so that it is the service which refuses. */
    private static Parrot inside(Tern tern, String group) {
        return tern.refer(
                        Parrot.class,
                        reference -> reference
                                .set("group", group)
                                .set("timeout", 5_000)
                                .parameter("payload", "100000"))
                .get();
    }
}
