// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code onconnect} and {@code ondisconnect} of both sides. */
@Timeout(60)
class ConnectionEventTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Notes notes = new Notes("here");

    private static ConfigElement events(ConfigElement element) {
        return element.set("onconnect", "connected").set("ondisconnect", "disconnected");
    }

    @Test
    void aServiceIsToldWhoHasConnectedAndWhoIsGone() throws Exception {
        try (Tern provider = LocalTern.provider(protocol -> {})) {
            ExportedService service = provider.export(NoteService.class, notes, ConnectionEventTest::events);
            String url = LocalTern.url(service);
            try (Tern consumer = LocalTern.consumer()) {
                NoteService stub = LocalTern.stub(consumer, NoteService.class, url);
                assertThat(stub.whoAmI()).isEqualTo("here");
                assertThat(notes.events.poll(5, TimeUnit.SECONDS)).isEqualTo("connected 127.0.0.1 tern-callback");
                assertThat(notes.events).isEmpty();
            }
            assertThat(notes.events.poll(5, TimeUnit.SECONDS)).isEqualTo("disconnected 127.0.0.1 tern-callback");
            assertThat(notes.events).isEmpty();
        }
    }

    @Test
    void aCallInsideTheProcessIsNoConnection() {
        try (Tern tern = LocalTern.provider(protocol -> {})) {
            tern.export(NoteService.class, notes, ConnectionEventTest::events);
            assertThat(tern.refer(NoteService.class, reference -> {}).get().whoAmI())
                    .isEqualTo("here");
            assertThat(notes.events).isEmpty();
        }
    }

    @Test
    void aReferencesStubIsToldOfItsConnectionAndItsFailureIsLogged() throws Exception {
        try (CapturedLogs logged = CapturedLogs.everythingOf("io.tern.rpc.core.internal.consumer.StubEvents");
                Tern consumer = LocalTern.consumer()) {
            int port = LocalTern.freePort();
            Reference<NoteService> reference = consumer.refer(
                    NoteService.class,
                    e -> events(e)
                            .set("url", LocalTern.url(port))
                            .set("check", "false")
                            .set("stub", "true"));
            NoteServiceStub stub = (NoteServiceStub) reference.get();
            assertThat(stub.events).isEmpty();
            for (int round = 0; round < 2; round++) {
                try (Tern provider = Tern.builder()
                        .application("provider")
                        .element(LocalTern.protocol(port))
                        .element(ConfigElement.service(NoteService.class, notes))
                        .start()) {
                    LocalTern.await("it is called", SOON, () -> calls(stub));
                    assertThat(stub.events.poll(5, TimeUnit.SECONDS)).isEqualTo("connected true");
                    assertThat(provider.stats().openConnections()).isEqualTo(1);
                }
                assertThat(stub.events.poll(5, TimeUnit.SECONDS)).isEqualTo("disconnected");
            }
            assertThat(stub.events).isEmpty();
            LocalTern.await(
                    "it is logged",
                    SOON,
                    () -> logged.lines().stream()
                            .anyMatch(line -> line.contains("ondisconnect=\"disconnected\" of reference")));
        }
    }

    private static boolean calls(NoteService stub) {
        try {
            return stub.whoAmI().equals("stub of here");
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    @Test
    void theEndOfAReferenceIsTheEndOfItsConnectionThoughOthersShareIt() throws Exception {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            ExportedService service = provider.export(NoteService.class, notes, e -> {});
            String url = LocalTern.url(service);
            NoteService other = LocalTern.stub(consumer, NoteService.class, url);
            assertThat(other.whoAmI()).isEqualTo("here");
            Reference<NoteService> reference = consumer.refer(
                    NoteService.class, e -> events(e).set("url", url).set("stub", "true"));
            NoteServiceStub stub = (NoteServiceStub) reference.get();
            assertThat(stub.events.poll(5, TimeUnit.SECONDS)).isEqualTo("connected true");
            reference.close();
            assertThat(stub.events.poll(5, TimeUnit.SECONDS)).isEqualTo("disconnected");
            assertThat(other.whoAmI()).isEqualTo("here");
        }
    }

    @Test
    void aMethodThatIsMissingOrNeedsParametersIsAMistake() {
        ConfigElement reference = ConfigElement.reference(NoteService.class)
                .set("scope", "local")
                .set("stub", "true")
                .set("onconnect", "conected");
        ConfigElement service = ConfigElement.service(NoteService.class, notes).set("ondisconnect", "gated");
        assertThatThrownBy(() -> Tern.builder()
                        .application("mistaken")
                        .element(reference)
                        .element(service)
                        .build())
                .isInstanceOfSatisfying(
                        RpcConfigException.class,
                        mistakes -> assertThat(mistakes.problems())
                                .hasSize(2)
                                .allMatch(problem -> problem.startsWith("CFG-09"))
                                .anyMatch(problem -> problem.contains("did you mean \"connected\"?"))
                                .anyMatch(problem -> problem.contains("names a method with parameters")));
    }

    @Test
    void withoutAStubAReferenceSaysThatTheMethodIsNotCalled() {
        try (CapturedLogs logged = CapturedLogs.everythingOf("io.tern.rpc.core.Engine")) {
            Tern.builder()
                    .application("warned")
                    .element(events(ConfigElement.reference(NoteService.class).set("scope", "local")))
                    .build()
                    .close();
            assertThat(logged.lines())
                    .filteredOn(line -> line.contains("CFG-W1"))
                    .hasSize(2)
                    .allMatch(line -> line.contains("a method of the stub"));
        }
    }
}
