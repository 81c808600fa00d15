// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.LocalTern;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code stub} and {@code local}: the user's class in front of the proxy. */
@Timeout(60)
class StubTest {
    private final Tern tern = LocalTern.provider(protocol -> {});

    @BeforeEach
    void export() {
        tern.export(NoteService.class, new Notes("here"), service -> service.set("stub", "com.example.OfOthers"));
    }

    @AfterEach
    void close() {
        tern.close();
    }

    private Reference<NoteService> refer(Consumer<ConfigElement> attributes) {
        return tern.refer(NoteService.class, attributes);
    }

    @Test
    void usersGetTheStubAroundTheProxy() {
        Reference<NoteService> reference = refer(e -> e.set("stub", NoteServiceStub.class.getName()));
        assertThat(reference.get()).isExactlyInstanceOf(NoteServiceStub.class).isSameAs(reference.get());
        assertThat(reference.get().whoAmI()).isEqualTo("stub of here");
    }

    @Test
    void trueStandsForTheInterfacesNameAndAnEnding() {
        assertThat(refer(e -> e.set("stub", "true")).get().whoAmI()).isEqualTo("stub of here");
        assertThat(refer(e -> e.set("local", "true")).get().whoAmI()).isEqualTo("local stub of here");
    }

    @Test
    void withoutAWordOfItsOwnAReferenceHasNoStubWhateverTheServiceSays() {
        for (Consumer<ConfigElement> off : java.util.List.<Consumer<ConfigElement>>of(
                e -> {}, e -> e.set("stub", "false"), e -> e.set("stub", " "), e -> e.set("local", "N/A"))) {
            assertThat(refer(off).get().whoAmI()).isEqualTo("here");
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        assertMistake(NoStub.class.getName() + "s", "is not a class that can be loaded");
        assertMistake(NoStub.class.getName(), "does not implement " + NoteService.class.getName());
        assertMistake(NoteService.class.getName(), "is abstract");
        assertMistake(NoConstructor.class.getName(), "has no constructor with one parameter of the type");
    }

    private void assertMistake(String name, String fault) {
        assertThatThrownBy(() -> refer(e -> e.set("stub", name)))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("CFG-08 dubbo:reference")
                .hasMessageContaining("attribute stub")
                .hasMessageContaining(fault);
    }

    @Test
    void aConstructorThatFailsIsReportedWhereTheStubIsAskedFor() {
        Reference<NoteService> reference = refer(e -> e.set("stub", BrokenNoteStub.class.getName()));
        assertThatThrownBy(reference::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(BrokenNoteStub.class.getName())
                .hasRootCauseMessage("of the constructor");
    }

    /** No stub of the service. */
    public static final class NoStub {}

    /** Cannot be put around anything. */
    public static final class NoConstructor extends NoteServiceStub {
        public NoConstructor() {
            super(new Notes("none"));
        }
    }
}
