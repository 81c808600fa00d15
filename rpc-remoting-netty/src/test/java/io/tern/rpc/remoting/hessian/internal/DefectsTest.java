// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.com.caucho.hessian.io.Hessian2Input;
import com.alibaba.com.caucho.hessian.io.SerializerFactory;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.ObjectWriter;
import io.tern.rpc.spi.PeerDialect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each known defect of hessian-lite 4.0.4: there by itself, and gone behind our reader and writer. */
class DefectsTest {
    private static final Logger HESSIAN_LITE = Logger.getLogger("com.alibaba.com.caucho.hessian");

    @BeforeAll
    static void keepTheOutputOfHessianLiteOutOfTheBuild() {
        HESSIAN_LITE.setUseParentHandlers(false);
    }

    @AfterAll
    static void restoreTheOutput() {
        HESSIAN_LITE.setUseParentHandlers(true);
    }

    @Test
    void primitiveFloatFieldsAreNotCorrupted() throws Exception {
        byte[] bytes = Bytes.write(new Samples.Node("n", null));
        Samples.Node corrupt = (Samples.Node) Oracle.read(bytes);
        assertThat(corrupt.weight == 1.5f && corrupt.after == 3).isFalse();
        Samples.Node good = (Samples.Node) Bytes.read(bytes);
        assertThat(good.weight).isEqualTo(1.5f);
        assertThat(good.after).isEqualTo(3);
    }

    @Test
    void minusZeroKeepsItsSign() throws Exception {
        assertThat(Bytes.read(Oracle.write(-0.0))).isEqualTo(0.0);
        assertThat(Bytes.read(Bytes.write(-0.0))).isEqualTo(-0.0);
        assertThat(Oracle.read(Bytes.write(-0.0))).isEqualTo(-0.0);
    }

    @Test
    void aDeclaredNumberOfFieldsAllocatesNothing() {
        int fields = 4_000_000;
        byte[] bytes = new Wire()
                .raw('C')
                .text(Samples.Node.class.getName())
                .number(fields)
                .repeat(40, 0)
                .done();
        assertThat(allocatedBy(() -> Oracle.read(bytes))).isGreaterThan(2L * 4 * fields);
        assertThat(allocatedBy(() -> Bytes.read(bytes))).isLessThan(100_000);
    }

    @Test
    void aRefusedClassIsAnErrorNotAMap() throws Exception {
        byte[] bytes = new Wire()
                .define("javax.swing.UIDefaults", "x")
                .raw(0x60)
                .number(1)
                .done();
        assertThat(Oracle.read(bytes)).isInstanceOf(Map.class);
        assertThatThrownBy(() -> Bytes.read(bytes))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("UIDefaults");
    }

    @Test
    void fieldsOfOneNameAreRefusedOnWriting() throws Exception {
        Samples.Twice twice = new Samples.Twice();
        Samples.Twice lost = (Samples.Twice) Oracle.read(Oracle.write(twice));
        assertThat(lost.names()).isNotEqualTo(twice.names());
        assertThatThrownBy(() -> Bytes.write(twice))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("Samples$Twice.name")
                .hasMessageContaining("Samples$Once.name");
        // What Dubbo writes is read as Dubbo reads it.
        assertThat(((Samples.Twice) Bytes.read(Oracle.write(twice))).names()).isEqualTo(lost.names());
    }

    @Test
    void bytesThatWereNotReadDoNotReachTheNextMessage() throws Exception {
        byte[] first = Bytes.write("one", "unread");
        byte[] second = Bytes.write("two");
        Hessian2Input plain = new Hessian2Input(new ByteArrayInputStream(first));
        plain.setSerializerFactory(new SerializerFactory(getClass().getClassLoader()));
        plain.readObject();
        plain.init(new ByteArrayInputStream(second));
        assertThat(plain.readObject()).isEqualTo("unread");
        for (int i = 0; i < 10; i++) {
            try (ObjectReader reader = Bytes.reader(first)) {
                assertThat(reader.read(String.class, String.class)).isEqualTo("one");
            }
            try (ObjectReader reader = Bytes.reader(second)) {
                assertThat(reader.read(String.class, String.class)).isEqualTo("two");
            }
        }
    }

    @Test
    void aWriterThatFailedLeavesNothingBehind() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ObjectWriter failing = Bytes.CODEC.writer(out, PeerDialect.APACHE);
        failing.writeString("half");
        assertThatThrownBy(() -> failing.write(new Object[] {"x", Optional.of(1)}))
                .isInstanceOf(RpcSerializationException.class);
        failing.close();
        assertThat(out.toByteArray()).isEmpty();
        assertThat(Bytes.write("next")).isEqualTo(new byte[] {4, 'n', 'e', 'x', 't'});
    }

    @Test
    void referencesDoNotReachTheNextMessage() {
        List<Object> same = new ArrayList<>(List.of("a"));
        assertThat(Bytes.write(same)).isEqualTo(Bytes.write(same));
        assertThat(Bytes.write(new Samples.Point(1, 2, "a"))).isEqualTo(Bytes.write(new Samples.Point(1, 2, "a")));
    }

    @Test
    void readersAndWritersCanBeUsedInsideEachOther() {
        ByteArrayOutputStream outerBytes = new ByteArrayOutputStream();
        try (ObjectWriter outer = Bytes.CODEC.writer(outerBytes, PeerDialect.APACHE)) {
            outer.write("outer");
            assertThat(Bytes.<String>roundTrip("inner")).isEqualTo("inner");
            outer.write("end");
        }
        try (ObjectReader outer = Bytes.reader(outerBytes.toByteArray())) {
            assertThat(outer.read(String.class, String.class)).isEqualTo("outer");
            assertThat(Bytes.<String>roundTrip("inner")).isEqualTo("inner");
            assertThat(outer.read(String.class, String.class)).isEqualTo("end");
        }
    }

    @Test
    void whatCannotArriveWholeIsRefusedWithAReason() {
        refused(Optional.of(1), "send the value or null");
        refused(new Object(), "java.io.Serializable");
        refused(new Samples.Replaced(), "writeReplace");
        refused((Runnable & Serializable) () -> {}, "lambda");
        refused(new StringBuilder("x"), "toString()");
        refused(List.of(1).iterator(), "send a list");
        refused(new CompletableFuture<>(), "CompletableFuture");
        refused(new Samples.Dice(), "java.util.Random");
        refused(new java.util.Random(1), "class of the JDK");
        Iterator<Integer> none = List.<Integer>of().iterator();
        assertThat(none.hasNext()).isFalse();
    }

    @Test
    void urlsAreRefusedWithAReason() throws Exception {
        refused(new java.net.URL("http://example.com/"), "java.net.URI");
    }

    @Test
    void aCollectionWithItsOwnReplacementArrivesAsAPlainOne() {
        assertThat(Bytes.<Object>roundTrip(new Samples.ReplacedList(List.of(1, 2))))
                .isEqualTo(new ArrayList<>(List.of(1, 2)));
    }

    @Test
    void aPeersTextIsNotLogged() {
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        HESSIAN_LITE.addHandler(handler);
        try {
            byte[] unknown = new Wire()
                    .define("com.example.Gone\nX", "x")
                    .raw(0x60)
                    .number(1)
                    .done();
            Bytes.attempt(() -> Oracle.read(unknown));
            assertThat(records).isNotEmpty();
            records.clear();
            Bytes.attempt(() -> Bytes.read(unknown));
            Bytes.read(new Wire()
                    .define("com.example.Gone", "x")
                    .raw(0x60)
                    .number(1)
                    .done());
            Bytes.attempt(() -> Bytes.read(new Wire().raw('I', 1).done(), String.class));
            assertThat(records).isEmpty();
        } finally {
            HESSIAN_LITE.removeHandler(handler);
        }
    }

    /** In a Java of its own, since warnings about sun.misc.Unsafe come once per process. */
    @Test
    void aFreshJavaPrintsNothing() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FreshJava.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("done\n");
            assertThat(java.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            java.destroyForcibly();
        }
    }

    private static void refused(Object value, String reason) {
        assertThatThrownBy(() -> Bytes.write(value))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining(value.getClass().getName())
                .hasMessageContaining(reason);
    }

    private interface Action {
        void run() throws Exception;
    }

    private static long allocatedBy(Action action) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Bytes.attempt(action::run);
        long before = threads.getCurrentThreadAllocatedBytes();
        Bytes.attempt(action::run);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
