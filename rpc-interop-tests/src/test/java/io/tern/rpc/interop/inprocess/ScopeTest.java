// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.fixture.MemoryRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code scope} and {@code injvm}: which calls stay inside the process. */
@Timeout(60)
class ScopeTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Consumer<ConfigElement> PLAIN = element -> {};

    private final MemoryRegistry registry = new MemoryRegistry(0);

    @AfterEach
    void closeRegistry() {
        registry.close();
    }

    private TernBuilder inRegistry(String name, int port) {
        return Tern.builder()
                .application(name)
                .registry(registry)
                .element(ConfigElement.of(ElementKind.REGISTRY).set("address", "memory://here:1"))
                .element(LocalTern.protocol(port));
    }

    private static TernBuilder alone() {
        return Tern.builder().application("alone").element(LocalTern.protocol());
    }

    private static NoteService refer(Tern tern, Consumer<ConfigElement> attributes) {
        return tern.refer(NoteService.class, attributes).get();
    }

    @Test
    void aServiceOfThisProcessOnlyOpensNoPortAndIsNotPublished() throws IOException {
        int port = LocalTern.freePort();
        try (Tern tern = inRegistry("local", port).start()) {
            ExportedService service =
                    tern.export(NoteService.class, new Notes("inside"), element -> element.set("scope", "local"));

            assertThat(service.addresses()).isEmpty();
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).isTrue();
            }
            assertThat(registry.providers(NoteService.class)).isEmpty();
            for (Consumer<ConfigElement> way :
                    Set.<Consumer<ConfigElement>>of(PLAIN, e -> e.set("scope", "local"), e -> e.set("injvm", "true"))) {
                assertThat(refer(tern, way).whoAmI()).isEqualTo("inside");
            }
        }
    }

    @Test
    void aServiceForOthersOnlyIsNotCalledInside() {
        try (Tern tern = alone().start()) {
            tern.export(NoteService.class, new Notes("outside"), element -> element.set("scope", "remote"));
            assertThatThrownBy(() -> refer(tern, PLAIN))
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContaining("CFG-17")
                    .hasMessageContaining("NoteService");
        }
    }

    @Test
    void aReferenceToOthersOnlyGoesPastTheServiceHere() {
        try (Tern other = inRegistry("other", LocalTern.freePort()).start();
                Tern tern = inRegistry("both", LocalTern.freePort()).start()) {
            other.export(NoteService.class, new Notes("other"), PLAIN);
            tern.export(NoteService.class, new Notes("here"), element -> element.set("register", "false"));

            assertThat(refer(tern, PLAIN).whoAmI()).isEqualTo("here");
            assertThat(refer(tern, e -> e.set("scope", "remote")).whoAmI()).isEqualTo("other");
            assertThat(refer(tern, e -> e.set("injvm", "false")).whoAmI()).isEqualTo("other");
        }
    }

    @Test
    void aReferenceToThisProcessOnlyNeverLooksElsewhere() {
        try (Tern other = inRegistry("other", LocalTern.freePort()).start();
                Tern tern = inRegistry("both", LocalTern.freePort()).start()) {
            other.export(NoteService.class, new Notes("other"), PLAIN);

            assertThatThrownBy(() -> refer(tern, e -> e.set("scope", "local")))
                    .isInstanceOf(NoProviderException.class)
                    .hasMessageContaining("is not exported in this process");
            NoteService patient = refer(tern, e -> e.set("scope", "local").set("check", "false"));
            assertThatThrownBy(patient::whoAmI).isInstanceOf(NoProviderException.class);
            tern.export(NoteService.class, new Notes("here"), PLAIN);
            assertThat(patient.whoAmI()).isEqualTo("here");
        }
    }

    @Test
    void aReferenceWithoutAnAddressFailsTheStartIfNothingIsOfferedHere() {
        assertThatThrownBy(() -> alone().element(ConfigElement.reference(NoteService.class))
                        .build())
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("CFG-17")
                .hasMessageContaining("no service of this interface");
    }

    @Test
    void scopeAndUrlContradictEachOtherAndSoDoBothSpellings() {
        ConfigElement direct =
                ConfigElement.reference(NoteService.class).set("scope", "local").set("url", "dubbo://127.0.0.1:1");
        ConfigElement both = ConfigElement.reference(NoteService.class)
                .id("other")
                .set("scope", "local")
                .set("injvm", "false");
        assertThatThrownBy(() -> alone().element(direct).element(both).build())
                .isInstanceOfSatisfying(
                        RpcConfigException.class,
                        mistakes -> assertThat(mistakes.problems())
                                .hasSize(2)
                                .allMatch(problem -> problem.startsWith("CFG-11")));
    }

    @Test
    void aServiceWithADelayIsAwaitedByTheStartAndFoundWhenItIsThere() {
        Tern tern = alone().element(ConfigElement.service(NoteService.class, new Notes("late"))
                        .set("delay", "2500"))
                .element(ConfigElement.reference(NoteService.class).id("notes"))
                .start();
        try (tern) {
            NoteService notes = (NoteService)
                    java.util.Objects.requireNonNull(tern.reference("notes")).get();
            assertThatThrownBy(notes::whoAmI)
                    .isInstanceOf(NoProviderException.class)
                    .hasMessageContaining("its delay has not ended");
            LocalTern.await("it is exported", SOON, () -> {
                try {
                    return notes.whoAmI().equals("late");
                } catch (NoProviderException early) {
                    return false;
                }
            });
        }
    }

    @Test
    void aServiceThatComesTakesOverFromOthersAndGivesBackWithoutLosingACall() throws Exception {
        try (Tern other = inRegistry("other", LocalTern.freePort()).start();
                Tern tern = inRegistry("both", LocalTern.freePort()).start()) {
            other.export(NoteService.class, new Notes("other"), PLAIN);
            Reference<NoteService> reference =
                    tern.refer(NoteService.class, e -> e.set("retries", "0").set("timeout", "10000"));
            NoteService notes = reference.get();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger failed = new AtomicInteger();
            Set<String> answered = ConcurrentHashMap.newKeySet();
            Thread[] callers = new Thread[2];
            for (int i = 0; i < callers.length; i++) {
                callers[i] = new Thread(() -> {
                    while (!stop.get()) {
                        try {
                            answered.add(notes.whoAmI());
                        } catch (RuntimeException e) {
                            failed.incrementAndGet();
                            answered.add(String.valueOf(e.getMessage()));
                        }
                    }
                });
                callers[i].start();
            }
            for (int round = 0; round < 5; round++) {
                LocalTern.await("others answer", SOON, () -> answered.contains("other"));
                ExportedService here =
                        tern.export(NoteService.class, new Notes("here"), element -> element.set("register", "false"));
                LocalTern.await("it takes over", SOON, () -> answered.contains("here"));
                here.close();
                answered.remove("here");
                answered.remove("other");
            }
            LocalTern.await("others answer again", SOON, () -> answered.contains("other"));
            stop.set(true);
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(failed).as(answered.toString()).hasValue(0);
        }
    }
}
