// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcContext;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callback arguments of calls inside the process, without any socket. */
@Timeout(60)
class InProcessCallbackTest {
    /** What is called. */
    interface Ear {
        String hear(Note note);
    }

    /** Calls its consumers back. */
    interface Board {
        int pin(Ear ear, String name);

        int pinBoth(Ear one, Note between, Ear other);

        CompletableFuture<Integer> pinLater(Ear ear, List<Note> notes);

        boolean unpin(Ear ear);
    }

    private static final class Pins implements Board {
        final List<Ear> ears = new CopyOnWriteArrayList<>();
        final List<Object> others = new CopyOnWriteArrayList<>();

        @Override
        public int pin(Ear ear, String name) {
            ears.add(ear);
            others.add(name);
            return ears.size();
        }

        @Override
        public int pinBoth(Ear one, Note between, Ear other) {
            ears.add(one);
            others.add(between);
            ears.add(other);
            return ears.size();
        }

        @Override
        public CompletableFuture<Integer> pinLater(Ear ear, List<Note> notes) {
            ears.add(ear);
            others.add(notes);
            return CompletableFuture.completedFuture(ears.size());
        }

        @Override
        public boolean unpin(Ear ear) {
            return ears.removeIf(each -> each == ear);
        }
    }

    private final Pins pins = new Pins();
    private Tern tern;
    private Board board;

    @BeforeEach
    void start() {
        tern = Tern.builder().application("both").start();
        tern.export(Board.class, pins, element -> callbacks(element).set("scope", "local"));
        board = tern.refer(Board.class, InProcessCallbackTest::callbacks).get();
    }

    @AfterEach
    void close() {
        tern.close();
    }

    private static ConfigElement callbacks(ConfigElement element) {
        return element.method("pin", m -> m.add(argument(true)))
                .method(
                        "pinBoth",
                        m -> m.add(ConfigElement.of(ElementKind.ARGUMENT)
                                .set("type", Ear.class.getName())
                                .set("callback", true)))
                .method("pinLater", m -> m.add(argument(true)))
                .method("unpin", m -> m.add(argument(false)));
    }

    private static ConfigElement argument(boolean callback) {
        return ConfigElement.of(ElementKind.ARGUMENT).set("index", 0).set("callback", callback);
    }

    @Test
    void theServiceGetsTheVeryObjectAndRemovesIt() {
        Ear ear = Note::text;
        assertThat(board.pin(ear, "a")).isEqualTo(1);
        assertThat(pins.ears).singleElement().isSameAs(ear);
        assertThat(pins.others).containsExactly("a");
        assertThat(pins.ears.get(0).hear(new Note("b"))).isEqualTo("b");
        assertThat(board.unpin(Note::text)).as("another one").isFalse();
        assertThat(board.unpin(ear)).isTrue();
        assertThat(pins.ears).isEmpty();
        assertThat(board.pin(null, "nobody")).isEqualTo(1);
        assertThat(pins.ears.get(0)).isNull();
    }

    @Test
    void whatIsNoCallbackIsCopiedBesideIt() {
        Ear one = note -> "one";
        Ear other = note -> "other";
        Note note = new Note("x");
        assertThat(board.pinBoth(one, note, other)).isEqualTo(2);
        assertThat(pins.ears)
                .satisfiesExactly(
                        ear -> assertThat(ear).isSameAs(one),
                        ear -> assertThat(ear).isSameAs(other));
        Note copy = (Note) pins.others.get(0);
        assertThat(copy).isNotSameAs(note);
        assertThat(copy.text()).isEqualTo("x");
    }

    @Test
    void soItIsForAsynchronousCallsAndAttachmentsThatAreObjects() throws Exception {
        Ear ear = note -> "one";
        List<Note> notes = new ArrayList<>(List.of(new Note("x")));
        assertThat(board.pinLater(ear, notes).get()).isEqualTo(1);
        assertThat(pins.ears.get(0)).isSameAs(ear);
        assertThat(pins.others.get(0)).isInstanceOf(List.class).isNotSameAs(notes);

        RpcContext.getContext().setAttachment("number", 5);
        assertThat(board.pin(ear, "a")).isEqualTo(2);
        assertThat(pins.ears.get(1)).isSameAs(ear);
        RpcContext.removeContext();
    }
}
