// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.EchoService;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.LocalTern;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.management.BadAttributeValueExpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call inside the process does, beside what the statements about asynchronous calls say of it. */
@Timeout(60)
class InProcessCallTest {
    private static final Consumer<ConfigElement> PLAIN = element -> {};

    private final Notes notes = new Notes("here");

    @AfterEach
    void openTheGate() {
        notes.open();
    }

    private static ConfigElement service(Object implementation, Consumer<ConfigElement> attributes) {
        ConfigElement element = ConfigElement.service(NoteService.class, implementation);
        attributes.accept(element);
        return element;
    }

    private static ConfigElement reference(Consumer<ConfigElement> attributes) {
        ConfigElement element = ConfigElement.reference(NoteService.class).id("notes");
        attributes.accept(element);
        return element;
    }

    private Tern start(
            Consumer<ConfigElement> protocol, Consumer<ConfigElement> service, Consumer<ConfigElement> reference) {
        ConfigElement port = LocalTern.protocol();
        protocol.accept(port);
        return Tern.builder()
                .application("both")
                .element(port)
                .element(service(notes, service))
                .element(reference(reference))
                .start();
    }

    private static NoteService notes(Tern tern) {
        return (NoteService)
                java.util.Objects.requireNonNull(tern.reference("notes")).get();
    }

    @Test
    void aReferenceNeedsNoAddressIfItsServiceIsHere() {
        try (Tern tern = start(PLAIN, PLAIN, PLAIN)) {
            assertThat(notes(tern).whoAmI()).isEqualTo("here");
            assertThat(RpcContext.getContext().getRemoteHost()).isEqualTo("127.0.0.1");
            assertThat(tern.stats().openConnections()).isZero();
            assertThat(((EchoService) notes(tern)).$echo("x")).isEqualTo("x");
        }
    }

    @Test
    void argumentsAndResultsAreCopies() {
        try (Tern tern = start(PLAIN, PLAIN, PLAIN)) {
            Note mine = new Note("mine");

            List<Note> returned = notes(tern).keep(new ArrayList<>(List.of(mine)));
            mine.write("changed by the caller");
            returned.get(0).write("changed in the result");

            assertThat(notes.kept).singleElement().isNotSameAs(mine);
            assertThat(notes.kept.get(0).text()).isEqualTo("mine");
        }
    }

    @Test
    void anArgumentThatIsChangedAfterAnAsynchronousCallWasMadeArrivesAsItWas() throws Exception {
        try (Tern tern = start(protocol -> protocol.set("threads", 1).set("queues", 10), PLAIN, PLAIN)) {
            NoteService service = notes(tern);
            CompletableFuture<String> busy = RpcContext.getContext().asyncCall(() -> service.gated("x"));
            List<Note> sent = new ArrayList<>(List.of(new Note("as sent")));
            CompletableFuture<List<Note>> kept = RpcContext.getContext().asyncCall(() -> service.keep(sent));

            sent.clear();
            notes.open();

            assertThat(kept.get()).extracting(Note::text).containsExactly("as sent");
            assertThat(busy.get()).isEqualTo("x");
        }
    }

    @Test
    void oneObjectGivenTwiceStaysOneObject() {
        try (Tern tern = start(PLAIN, PLAIN, PLAIN)) {
            Note note = new Note("twice");
            assertThat(notes(tern).areSame(note, note)).isTrue();
            assertThat(notes(tern).areSame(note, new Note("twice"))).isFalse();
        }
    }

    @Test
    void valuesComeOutAsFromBytesEvenIfTheyNeedNone() {
        try (Tern tern = start(PLAIN, PLAIN, PLAIN)) {
            NoteService service = notes(tern);
            // A short number has no type of its own in Hessian.
            assertThat(service.echo((short) 5)).isEqualTo(5);
            assertThat(service.echo(5L)).isEqualTo(5L);
            assertThat(service.echo("text")).isEqualTo("text");
            assertThat(service.echo(null)).isNull();
        }
    }

    @Test
    void anExceptionIsACopyOfTheServicesOwn() {
        NoteException own = new NoteException("own");
        Tern tern = Tern.builder()
                .application("both")
                .element(LocalTern.protocol())
                .element(service(new Notes("here", own), PLAIN))
                .element(reference(PLAIN))
                .start();
        try (tern) {
            assertThatThrownBy(() -> notes(tern).fail("x"))
                    .isExactlyInstanceOf(NoteException.class)
                    .hasMessage("own")
                    .isNotSameAs(own);
        }
    }

    @Test
    void aClassThatPeersMayNotNameIsRefusedInsideToo() {
        try (Tern tern = start(PLAIN, PLAIN, PLAIN)) {
            assertThatThrownBy(() -> notes(tern).echo(new BadAttributeValueExpException("x")))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("BadAttributeValueExpException");
        }
    }

    @Test
    void aFullPoolRefusesAsItDoesOthers() throws Exception {
        Consumer<ConfigElement> oneThread =
                protocol -> protocol.set("threads", 1).set("queues", 0);
        try (Tern tern = start(oneThread, PLAIN, reference -> reference.set("retries", 0))) {
            NoteService service = notes(tern);
            CompletableFuture<String> busy = RpcContext.getContext().asyncCall(() -> service.gated("x"));
            assertThatThrownBy(service::whoAmI)
                    .isInstanceOf(RpcLimitException.class)
                    .hasMessageContaining("status 100")
                    .hasMessageContaining("threads=\"1\"");
            notes.open();
            assertThat(busy.get()).isEqualTo("x");
        }
    }

    @Test
    void executesAndTheServicesTimeoutHold() throws Exception {
        Consumer<ConfigElement> limits = service -> service.set("executes", 1).set("timeout", 300);
        try (Tern tern = start(PLAIN, limits, reference -> reference.set("retries", 0))) {
            NoteService service = notes(tern);
            CompletableFuture<String> busy = RpcContext.getContext().asyncCall(() -> service.gated("x"));
            LocalTern.await("it runs", java.time.Duration.ofSeconds(5), () -> notes.started.get() == 1);
            assertThatThrownBy(() -> service.gated("y"))
                    .isInstanceOf(RpcServerException.class)
                    .hasMessageContaining("executes=\"1\"");
            assertThatThrownBy(busy::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RpcTimeoutException.class)
                    .hasMessageContaining("timeout 300 ms");
            notes.open();
        }
    }

    @Test
    void aTokenNeedsNotBeWrittenTwice() {
        try (Tern tern = start(PLAIN, service -> service.set("token", "secret-1"), PLAIN)) {
            assertThat(notes(tern).whoAmI()).isEqualTo("here");
        }
    }

    @Test
    void groupsAndVersionsAreMatchedAsARegistryDoes() {
        Tern tern = Tern.builder()
                .application("both")
                .element(LocalTern.protocol())
                .element(service(new Notes("blue"), e -> e.set("group", "blue").set("version", "1")))
                .element(
                        service(new Notes("green"), e -> e.set("group", "green").set("version", "2")))
                .start();
        try (tern) {
            assertThat(referred(tern, "green", "2").whoAmI()).isEqualTo("green");
            assertThat(referred(tern, "red,blue", "*").whoAmI()).isEqualTo("blue");
            assertThat(referred(tern, "*", "2").whoAmI()).isEqualTo("green");
            assertThatThrownBy(() -> referred(tern, "red", "1"))
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContaining("CFG-17");
        }
    }

    private static NoteService referred(Tern tern, String group, String version) {
        return tern.refer(
                        NoteService.class,
                        reference -> reference.set("group", group).set("version", version))
                .get();
    }

    @Test
    void closingWaitsForCallsInsideTheProcess() throws Exception {
        var threads = Executors.newSingleThreadExecutor();
        Tern tern = start(PLAIN, PLAIN, reference -> reference.set("timeout", 20_000));
        CompletableFuture<String> running = notes(tern).later("x");
        LocalTern.await("it runs", java.time.Duration.ofSeconds(5), () -> notes.started.get() == 1);

        CompletableFuture<Void> closed = CompletableFuture.runAsync(tern::close, threads);
        assertThatThrownBy(() -> closed.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        notes.open();

        assertThat(running.get(5, TimeUnit.SECONDS)).isEqualTo("x");
        closed.get(5, TimeUnit.SECONDS);
        threads.shutdown();
        assertThatThrownBy(() -> notes(tern).whoAmI())
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("Closed");
    }
}
