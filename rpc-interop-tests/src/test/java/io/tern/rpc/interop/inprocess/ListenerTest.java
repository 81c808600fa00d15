// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.spi.ReferenceListener;
import io.tern.rpc.spi.ServiceListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code listener}: who hears of references and services. */
@Timeout(60)
class ListenerTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private record References(String name, List<String> heard) implements ReferenceListener {
        @Override
        public void referred(ReferenceSettings reference) {
            heard.add(name + " referred " + reference.id());
        }

        @Override
        public void ended(ReferenceSettings reference) {
            heard.add(name + " ended " + reference.id());
        }
    }

    private record Services(String name, List<String> heard) implements ServiceListener {
        @Override
        public void exported(ServiceSettings service) {
            heard.add(name + " exported " + service.id());
        }

        @Override
        public void unexported(ServiceSettings service) {
            heard.add(name + " unexported " + service.id());
        }
    }

    private TernBuilder builder() {
        return Tern.builder()
                .application("listened")
                .element(LocalTern.protocol())
                .referenceListener(new References("first", heard))
                .referenceListener(new References("second", heard))
                .serviceListener(new Services("exports", heard));
    }

    @Test
    void theBeginningAndTheEndAreToldOnce() {
        try (Tern tern = builder().start()) {
            ExportedService service = tern.export(
                    NoteService.class, new Notes("here"), e -> e.id("served").set("listener", "exports"));
            Reference<NoteService> reference =
                    tern.refer(NoteService.class, e -> e.id("called").set("listener", "second,first,-absent"));
            assertThat(heard)
                    .containsExactly("exports exported served", "second referred called", "first referred called");
            heard.clear();

            reference.close();
            reference.close();
            service.close();

            assertThat(heard).containsExactly("second ended called", "first ended called", "exports unexported served");
        }
        assertThat(heard).hasSize(3);
    }

    @Test
    void theEndOfTheInstanceIsTheEndOfAll() {
        Tern tern = builder()
                .element(ConfigElement.service(NoteService.class, new Notes("here"))
                        .id("served")
                        .set("listener", "exports"))
                .element(ConfigElement.reference(NoteService.class).id("called").set("listener", "first"))
                .build();
        assertThat(heard).isEmpty();
        tern.start();
        assertThat(heard).containsExactly("exports exported served", "first referred called");
        tern.close();
        assertThat(heard)
                .endsWith("exports unexported served", "first ended called")
                .hasSize(4);
    }

    @Test
    void whatWasNeverStartedDoesNotEnd() {
        builder()
                .element(ConfigElement.service(NoteService.class, new Notes("here"))
                        .set("listener", "exports"))
                .build()
                .close();
        assertThat(heard).isEmpty();
    }

    @Test
    void aWrongNameIsAMistakeThatNamesTheKnownOnes() {
        assertThatThrownBy(() -> builder()
                        .element(ConfigElement.service(NoteService.class, new Notes("here"))
                                .set("listener", "export"))
                        .element(ConfigElement.reference(NoteService.class).set("listener", "frist"))
                        .build())
                .isInstanceOfSatisfying(
                        RpcConfigException.class,
                        mistakes -> assertThat(mistakes.problems())
                                .hasSize(2)
                                .allMatch(problem -> problem.startsWith("CFG-05"))
                                .anyMatch(problem -> problem.contains("one of first, second; did you mean \"first\"?"))
                                .anyMatch(problem -> problem.contains("one of exports; did you mean \"exports\"?")));
    }

    @Test
    void aListenerThatFailsIsLoggedAndChangesNothing() {
        ReferenceListener failing = new ReferenceListener() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public void referred(ReferenceSettings reference) {
                throw new IllegalStateException("of the listener");
            }
        };
        try (CapturedLogs logged = CapturedLogs.everythingOf("io.tern.rpc.core.internal.lifecycle.Audience");
                Tern tern = builder().referenceListener(failing).start()) {
            tern.export(NoteService.class, new Notes("here"), e -> {});
            Reference<NoteService> reference =
                    tern.refer(NoteService.class, e -> e.id("called").set("listener", "failing,first"));
            assertThat(reference.get().whoAmI()).isEqualTo("here");
            assertThat(heard).containsExactly("first referred called");
            assertThat(logged.lines()).anyMatch(line -> line.contains("A listener of reference called"));
        }
    }
}
