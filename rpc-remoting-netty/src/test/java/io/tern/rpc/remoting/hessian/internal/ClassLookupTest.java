// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.ObjectReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassLookupTest {
    private static final String TRAP = "io.tern.rpc.remoting.hessian.internal.ForbiddenTrap";
    private static final String HELPERS = "com.alibaba.com.caucho.hessian.io.";

    static Stream<byte[]> placesOfAName() {
        byte[] object = new Wire().define(TRAP, "value").raw(0x60).text("x").done();
        return Stream.of(
                object,
                new Wire().raw('H').bytes(object).text("v").raw('Z').done(),
                new Wire().raw('H').text("k").bytes(object).raw('Z').done(),
                new Wire().raw(0x79).bytes(object).done(),
                new Wire().raw(0x71).text("[" + TRAP).bytes(object).done(),
                new Wire().raw(0x70).text("[[" + TRAP).done(),
                new Wire().raw(0x70).text(TRAP).done(),
                new Wire().raw(0x55).text(TRAP).raw('Z').done(),
                new Wire().raw('V').text(TRAP).raw(0x90).done(),
                new Wire().raw('M').text(TRAP).raw('Z').done(),
                new Wire().raw('M').text(TRAP).text("value").text("x").raw('Z').done(),
                new Wire()
                        .define("java.lang.Class", "name")
                        .raw(0x60)
                        .text(TRAP)
                        .done(),
                new Wire()
                        .define("java.lang.Class", "name")
                        .raw(0x60)
                        .text("[L" + TRAP + ";")
                        .done(),
                new Wire()
                        .define(HELPERS + "CalendarHandle", "type")
                        .define("java.lang.Class", "name")
                        .raw(0x60, 0x61)
                        .text(TRAP)
                        .done(),
                new Wire()
                        .define(HELPERS + "EnumSetHandler", "type")
                        .define("java.lang.Class", "name")
                        .raw(0x60, 0x61)
                        .text(TRAP)
                        .done(),
                new Wire()
                        .define("java.util.concurrent.atomic.AtomicReference", "value")
                        .raw(0x60)
                        .bytes(new Wire().define(TRAP).raw(0x61).done())
                        .done(),
                new Wire()
                        .define(Samples.Child.class.getName(), "any")
                        .raw(0x60)
                        .bytes(new Wire().define(TRAP).raw(0x61).done())
                        .done(),
                new Wire()
                        .define(Samples.Child.class.getName(), "unknownField")
                        .raw(0x60)
                        .bytes(new Wire().define(TRAP).raw(0x61).done())
                        .done());
    }

    @ParameterizedTest
    @MethodSource("placesOfAName")
    void aRefusedClassIsNamedAndNoneOfItsCodeRuns(byte[] bytes) {
        int before = Trap.SPRUNG.get();
        for (Class<?> type : List.of(Object.class, RuntimeException.class, Map.class, List.class)) {
            assertThatThrownBy(() -> Bytes.read(bytes, type))
                    .isInstanceOf(RpcSerializationException.class)
                    .hasMessageContaining(TRAP)
                    .hasMessageContaining("add it to test.allow");
        }
        try (ObjectReader reader =
                Bytes.reader(new Wire().raw('H').text("k").bytes(bytes).raw('Z').done())) {
            assertThatThrownBy(reader::readAttachments).isInstanceOf(RpcSerializationException.class);
        }
        try (ObjectReader reader = Bytes.reader(bytes)) {
            Bytes.attempt(reader::readThrowable);
        }
        assertThat(Trap.SPRUNG.get()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("placesOfAName")
    void thePolicyIsToldOfARefusalOnceAndOfAnAbsentClassNever(byte[] bytes) {
        List<String> refused = new CopyOnWriteArrayList<>();
        ObjectCodec codec = Bytes.codec(telling(refused));
        try (ObjectReader reader = Bytes.reader(codec, bytes)) {
            Bytes.attempt(() -> reader.read(Object.class, Object.class));
        }
        assertThat(refused).containsExactly(TRAP);

        refused.clear();
        byte[] absent = new Wire()
                .define("com.nowhere.Thing", "value")
                .raw(0x60)
                .text("x")
                .done();
        try (ObjectReader reader = Bytes.reader(codec, absent)) {
            reader.read(Object.class, Object.class);
        }
        assertThat(refused).isEmpty();
    }

    private static ClassPolicy telling(List<String> refused) {
        return new ClassPolicy() {
            @Override
            public boolean admits(String className) {
                return Bytes.TEST_POLICY.admits(className);
            }

            @Override
            public String cure(String className) {
                return "none";
            }

            @Override
            public void refused(String className) {
                refused.add(className);
            }
        };
    }

    @Test
    void thePolicyIsAskedAboutEveryNameBeforeItIsLookedUp() {
        List<String> asked = new CopyOnWriteArrayList<>();
        List<String> loaded = new CopyOnWriteArrayList<>();
        ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                assertThat(asked).contains(name);
                loaded.add(name);
                return super.loadClass(name, resolve);
            }
        };
        ObjectCodec codec = new Hessian2Serialization()
                .codec(
                        Bytes.policy(name -> {
                            asked.add(name);
                            return !name.contains("Forbidden");
                        }),
                        loader);
        for (Object value : List.of(
                new Samples.Node("a", null), Samples.Color.RED, new Samples.Color[0], new java.util.LinkedList<>())) {
            try (ObjectReader reader = Bytes.reader(codec, Bytes.write(value))) {
                reader.read(Object.class, Object.class);
            }
        }
        placesOfAName().forEach(bytes -> {
            try (ObjectReader reader = Bytes.reader(codec, bytes)) {
                Bytes.attempt(() -> reader.read(Object.class, Object.class));
            }
        });
        assertThat(loaded).contains(Samples.Node.class.getName()).doesNotContain(TRAP);
    }

    @Test
    void theContextClassLoaderDoesNotMatter() {
        byte[] bytes = Bytes.write(new Samples.Node("a", null));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(Bytes.read(bytes)).isInstanceOf(Samples.Node.class);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aClassThatDoesNotExistHereBecomesAMapOrTheDeclaredClass() {
        byte[] bytes = new Wire()
                .define("com.example.Gone", "name", "more")
                .raw(0x60)
                .text("x")
                .number(5)
                .done();
        assertThat(Bytes.read(bytes)).isExactlyInstanceOf(HashMap.class).isEqualTo(Map.of("name", "x", "more", 5));
        assertThat(Bytes.read(bytes, Samples.Node.class).name).isEqualTo("x");
        assertThatThrownBy(() -> Bytes.read(bytes, java.util.Date.class)).isInstanceOf(RpcSerializationException.class);
        assertThat(Bytes.read(
                        new Wire().raw(0x71).text("com.example.Gone").number(5).done()))
                .isEqualTo(List.of(5));
        assertThat(Bytes.read(
                        new Wire().raw(0x71).text("[com.example.Gone").number(5).done()))
                .isEqualTo(new Object[] {5});
        assertThat(Bytes.read(new Wire()
                        .raw('M')
                        .text("com.example.Gone")
                        .text("a")
                        .number(5)
                        .raw('Z')
                        .done()))
                .isEqualTo(Map.of("a", 5));
    }

    @Test
    void anAdmittedClassThatDoesNotExistBecomesAMapToo() {
        ObjectCodec codec = Bytes.codec(Bytes.policy(name -> true));
        byte[] bytes = new Wire()
                .define("com.example.Gone", "name")
                .raw(0x60)
                .text("x")
                .done();
        try (ObjectReader reader = Bytes.reader(codec, bytes)) {
            assertThat(reader.read(Object.class, Object.class)).isEqualTo(Map.of("name", "x"));
        }
    }

    @Test
    void namesThatAreNoneAreRefusedAndShownClean() {
        for (String name :
                List.of("a/b", "../x", "a..b", "x\r\nINFO forged", "a b", "", "x".repeat(600), "\u00ad\u0000", ".")) {
            byte[] bytes = new Wire().define(name).raw(0x60).done();
            Throwable thrown = catchThrowable(() -> Bytes.read(bytes));
            assertThat(thrown).isInstanceOf(RpcSerializationException.class);
            assertThat(thrown.getMessage()).hasSizeLessThan(300).doesNotContain("\r", "\n", "\0", "\u00ad");
        }
    }

    @Test
    void theListOfHessianLiteHoldsAgainstAPolicyThatAdmitsAll() {
        ObjectCodec codec = Bytes.codec(Bytes.policy(name -> true));
        for (String name : Set.of(
                "javax.swing.UIDefaults",
                "java.lang.ProcessBuilder",
                "javax.management.BadAttributeValueExpException",
                "java.beans.PropertyChangeSupport",
                "javax.naming.CompositeName")) {
            try (ObjectReader reader =
                    Bytes.reader(codec, new Wire().define(name).raw(0x60).done())) {
                assertThatThrownBy(() -> reader.read(Object.class, Object.class))
                        .isInstanceOf(RpcSerializationException.class)
                        .hasMessageContaining("hessian-lite never creates");
            }
        }
    }

    @Test
    void privateCollectionsOfTheJdkAndConstantsWithBodiesCountAsWhatTheyStandFor() {
        ObjectCodec codec =
                Bytes.codec(Bytes.policy(Set.of("java.util.ArrayList", Samples.Color.class.getName())::contains));
        byte[] list = new Wire()
                .raw(0x71)
                .text("java.util.Collections$UnmodifiableRandomAccessList")
                .raw(0x91)
                .done();
        byte[] constant = new Wire()
                .define(Samples.Color.class.getName() + "$1", "name")
                .raw(0x60)
                .text("WITH_BODY")
                .done();
        try (ObjectReader reader = Bytes.reader(codec, list)) {
            assertThat(reader.read(Object.class, Object.class)).isEqualTo(new ArrayList<>(List.of(1)));
        }
        try (ObjectReader reader = Bytes.reader(codec, constant)) {
            assertThat(reader.read(Object.class, Object.class)).isEqualTo(Samples.Color.WITH_BODY);
        }
        byte[] set = new Wire()
                .raw(0x70)
                .text("java.util.Collections$UnmodifiableSet")
                .done();
        try (ObjectReader reader = Bytes.reader(codec, set)) {
            assertThatThrownBy(() -> reader.read(Object.class, Object.class)).hasMessageContaining("java.util.HashSet");
        }
    }

    @Test
    void namesWithoutEndThatStandForOneClassAreNotRemembered() {
        String color = Samples.Color.class.getName();
        ClassLookup lookup = new ClassLookup(
                Bytes.policy(Set.of(color, "java.util.HashSet", "java.util.ArrayList")::contains),
                getClass().getClassLoader());
        for (int i = 0; i < 5_000; i++) {
            assertThat(lookup.resolve(color + "$" + i).type()).isEqualTo(Samples.Color.class);
            assertThat(lookup.resolve("java.util.Collections$KeySet" + i).type())
                    .isEqualTo(HashSet.class);
            assertThat(lookup.resolve("java.util.Collections$List" + i).type()).isEqualTo(ArrayList.class);
        }
        assertThat(lookup.remembered()).isLessThan(10);
    }

    @Test
    void privateCollectionsAreKnownByTheLastPartOfTheirNames() {
        assertThat(WireNames.publicCollection("java.util.Collections$SetFromMap"))
                .isEqualTo(HashSet.class);
        assertThat(WireNames.publicCollection("java.util.Collections$UnmodifiableMap$UnmodifiableEntrySet"))
                .isEqualTo(HashSet.class);
        assertThat(WireNames.publicCollection("java.util.Collections$UnmodifiableNavigableMap"))
                .isEqualTo(TreeMap.class);
    }

    @Test
    void tooManyAbsentClassesAreRefused() {
        Wire wire = new Wire();
        for (int i = 0; i < 300; i++) {
            wire.define("com.example.Gone" + i);
        }
        assertThatThrownBy(() -> Bytes.read(wire.raw(0x60).done())).hasMessageContaining("256 classes");
    }

    @Test
    void lostCollectionsOfOldPeersAreAnErrorThatSaysSo() {
        byte[] bytes = new Wire()
                .define("java.util.CollSer", "tag")
                .raw(0x60)
                .number(1)
                .done();
        ObjectCodec codec = Bytes.codec(Bytes.policy(name -> false));
        try (ObjectReader reader = Bytes.reader(codec, bytes)) {
            assertThatThrownBy(() -> reader.read(Object.class, Object.class)).hasMessageContaining("List.of");
        }
    }
}
