// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.CallFacts;
import io.tern.rpc.GenericException;
import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.ObjectWriter;
import io.tern.rpc.spi.PeerDialect;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExceptionNamesTest {
    private static byte[] write(Object value, PeerDialect dialect) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectWriter writer = Bytes.CODEC.writer(out, dialect)) {
            writer.write(value);
        }
        return out.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Throwable readThrowable(byte[] bytes) {
        try (ObjectReader reader = Bytes.reader(bytes)) {
            return reader.readThrowable();
        }
    }

    @Test
    void rpcExceptionsGoOutUnderTheNameThePeerKnowsWithCodeAndThrowablesFieldsOnly() {
        for (RpcException sent : List.of(
                new RpcException(2, "late"),
                new RpcTimeoutException("late", CallFacts.NONE, null),
                new RpcException(2, "late", new IllegalStateException()) {})) {
            byte[] apache = write(sent, PeerDialect.APACHE);
            byte[] alibaba = write(sent, PeerDialect.ALIBABA);
            assertThat(text(apache))
                    .contains("org.apache.dubbo.rpc.RpcException")
                    .doesNotContain("io.tern.rpc.Rpc", "facts");
            assertThat(text(alibaba))
                    .contains("com.alibaba.dubbo.rpc.RpcException")
                    .doesNotContain("io.tern.rpc.Rpc", "facts");
            for (byte[] bytes : List.of(apache, alibaba)) {
                RpcException read = (RpcException) readThrowable(bytes);
                assertThat(read.getClass()).isEqualTo(RpcException.class);
                assertThat(read.getCode()).isEqualTo(2);
                assertThat(read.getMessage()).isEqualTo("late");
                assertThat(read.delivery()).isNotNull();
                assertThat(read.getStackTrace()).isNotEmpty();
            }
        }
    }

    @Test
    void genericExceptionsGoOutUnderTheOldNameAndAreReadUnderBoth() {
        byte[] bytes = write(new GenericException("a.B", "text"), PeerDialect.APACHE);
        assertThat(text(bytes)).contains("com.alibaba.dubbo.rpc.service.GenericException");
        byte[] renamed = renamed(
                bytes,
                "com.alibaba.dubbo.rpc.service.GenericException",
                "org.apache.dubbo.rpc.service.GenericException");
        for (byte[] each : List.of(bytes, renamed)) {
            GenericException read = (GenericException) readThrowable(each);
            assertThat(read.getExceptionClass()).isEqualTo("a.B");
            assertThat(read.getExceptionMessage()).isEqualTo("text");
            assertThat(read).hasMessage("text");
        }
    }

    @Test
    void noOtherClassOfOursGoesOut() {
        byte[] bytes = write(new RemoteServiceException("a.B", "text"), PeerDialect.APACHE);
        assertThat(text(bytes)).contains("java.lang.RuntimeException").doesNotContain("io.tern.rpc.Rem");
        assertThat(readThrowable(bytes))
                .isExactlyInstanceOf(RuntimeException.class)
                .hasMessage("a.B: text");
    }

    @Test
    void anExceptionThatIsAbsentOrRefusedKeepsItsNameMessageAndCause() {
        byte[] refused =
                write(new Samples.ForbiddenException("no", new IllegalStateException("why")), PeerDialect.APACHE);
        byte[] absent =
                renamed(refused, Samples.ForbiddenException.class.getName(), "com.example.nobody.HasThisException");
        for (byte[] bytes : List.of(refused, absent)) {
            RemoteServiceException read = (RemoteServiceException) readThrowable(bytes);
            assertThat(read.remoteClassName()).endsWith("Exception").isNotEqualTo(RuntimeException.class.getName());
            assertThat(read)
                    .hasMessage(read.remoteClassName() + ": no")
                    .hasCauseExactlyInstanceOf(IllegalStateException.class);
            assertThat(read.getStackTrace()[0].getMethodName()).contains("anException");
        }
        assertThat(Samples.ForbiddenException.initialized).isEqualTo(1);
    }

    @Test
    void aRefusedClassInsideCostsOnlyItsField() {
        Samples.Holding sent = new Samples.Holding("kept", new Samples.Forbidden());
        sent.addSuppressed(new Samples.ForbiddenException("inner", null));
        sent.initCause(new Samples.ForbiddenException("cause", null));
        Samples.Holding read = (Samples.Holding) readThrowable(write(sent, PeerDialect.APACHE));
        assertThat(read).hasMessage("kept");
        assertThat(read.held).isNull();
        assertThat(read.number).isEqualTo(7);
        assertThat(read.getCause()).isInstanceOf(RemoteServiceException.class).hasMessageEndingWith(": cause");
        assertThat(read.getSuppressed()[0])
                .isInstanceOf(RemoteServiceException.class)
                .hasMessageEndingWith(": inner");
    }

    @Test
    void cyclesOfCausesStay() {
        RuntimeException outer = new RuntimeException("outer");
        RuntimeException inner = new IllegalStateException("inner");
        outer.initCause(inner);
        inner.initCause(outer);
        Throwable read = readThrowable(write(outer, PeerDialect.APACHE));
        assertThat(read.getCause().getCause()).isSameAs(read);
        assertThat(read.getCause()).hasMessage("inner");
    }

    @Test
    void nullAndOtherThingsInThePlaceOfAnExceptionAreAccepted() {
        assertThat(readThrowable(Bytes.write((Object) null))).isInstanceOf(RemoteServiceException.class);
        assertThat(readThrowable(Bytes.write("text"))).isInstanceOf(RemoteServiceException.class);
        assertThat(readThrowable(Bytes.write(new java.util.HashMap<>()))).isInstanceOf(RemoteServiceException.class);
    }

    // Names shorter than 32 characters would have another length byte.
    static byte[] renamed(byte[] bytes, String from, String to) {
        String hay = text(bytes);
        int at = hay.indexOf(from);
        assertThat(at).isGreaterThan(2);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at - 2);
        out.write(0x30 + (to.length() >> 8));
        out.write(to.length());
        out.writeBytes(to.getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes, at + from.length(), bytes.length - at - from.length());
        return out.toByteArray();
    }
}
