// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.ObjectWriter;
import io.tern.rpc.spi.PeerDialect;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bodies of docs/protocol.md, "Test vectors". */
class GoldenBytesTest {
    private static final String HELLO =
            "05322e302e320c64656d6f2e4563686f41706905302e302e300568656c6c6f124c6a6176612f6c616e672f537472696e673b03626f62"
                    + "4804706174680c64656d6f2e4563686f41706909696e746572666163650c64656d6f2e4563686f4170690776657273696f6e"
                    + "05302e302e300774696d656f757404313030305a";
    private static final String EXCEPTION =
            "93431f6a6176612e6c616e672e496c6c6567616c5374617465457863657074696f6e941473757070726573736564457863657074696f6e73"
                    + "0a737461636b54726163650563617573650d64657461696c4d65737361676560701f6a6176612e7574696c2e436f6c6c656374696f"
                    + "6e7324456d7074794c697374701c5b6a6176612e6c616e672e537461636b5472616365456c656d656e745190036973654805647562"
                    + "626f05322e302e325a";
    private static final String GENERIC =
            "05322e302e320c64656d6f2e4563686f41706905302e302e300724696e766f6b6530384c6a6176612f6c616e672f537472696e673b5b4c6a"
                    + "6176612f6c616e672f537472696e673b5b4c6a6176612f6c616e672f4f626a6563743b0568656c6c6f71075b737472696e67106a61"
                    + "76612e6c616e672e537472696e6771075b6f626a65637403626f624804706174680c64656d6f2e4563686f41706909696e74657266"
                    + "6163650c64656d6f2e4563686f4170690776657273696f6e05302e302e300774696d656f757404313030300767656e657269630474"
                    + "7275655a";

    private interface Body {
        void write(ObjectWriter writer);
    }

    private static String hex(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectWriter writer = Bytes.CODEC.writer(out, PeerDialect.APACHE)) {
            body.write(writer);
        }
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private static ObjectReader reader(String hex) {
        return Bytes.reader(HexFormat.of().parseHex(hex));
    }

    private static Map<String, String> attachments(String... more) {
        Map<String, String> attachments = new LinkedHashMap<>();
        attachments.put("path", "demo.EchoApi");
        attachments.put("interface", "demo.EchoApi");
        attachments.put("version", "0.0.0");
        attachments.put("timeout", "1000");
        for (int i = 0; i < more.length; i += 2) {
            attachments.put(more[i], more[i + 1]);
        }
        return attachments;
    }

    private static void head(ObjectWriter writer, String method, String descriptor) {
        writer.writeString("2.0.2");
        writer.writeString("demo.EchoApi");
        writer.writeString("0.0.0");
        writer.writeString(method);
        writer.writeString(descriptor);
    }

    @Test
    void aCallIsWrittenAndRead() {
        assertThat(hex(writer -> {
                    head(writer, "hello", "Ljava/lang/String;");
                    writer.write("bob");
                    writer.writeAttachments(attachments());
                }))
                .isEqualTo(HELLO);
        try (ObjectReader reader = reader(HELLO)) {
            assertThat(reader.readString(10)).isEqualTo("2.0.2");
            assertThat(reader.readString(256)).isEqualTo("demo.EchoApi");
            assertThat(reader.readString(256)).isEqualTo("0.0.0");
            assertThat(reader.readString(256)).isEqualTo("hello");
            assertThat(reader.readString(8192)).isEqualTo("Ljava/lang/String;");
            assertThat(reader.read(String.class, String.class)).isEqualTo("bob");
            assertThat(reader.readAttachments()).isEqualTo(attachments());
        }
    }

    @Test
    void repliesAreWrittenAndRead() {
        Map<String, String> attachments = new LinkedHashMap<>();
        attachments.put("srv-key", "srv-val");
        attachments.put("dubbo", "2.0.2");
        String value = "9406686920626f6248077372762d6b6579077372762d76616c05647562626f05322e302e325a";
        assertThat(hex(writer -> {
                    writer.writeInt(4);
                    writer.write("hi bob");
                    writer.writeAttachments(attachments);
                }))
                .isEqualTo(value);
        try (ObjectReader reader = reader(value)) {
            assertThat(reader.readInt()).isEqualTo(4);
            assertThat(reader.read(String.class, String.class)).isEqualTo("hi bob");
            assertThat(reader.readAttachments()).isEqualTo(attachments);
        }
        assertThat(hex(writer -> writer.writeInt(2))).isEqualTo("92");
        assertThat(hex(writer -> writer.write(null))).isEqualTo("4e");
        assertThat(hex(writer -> writer.writeString("R"))).isEqualTo("0152");
        assertThat(hex(writer -> writer.writeString("bad"))).isEqualTo("03626164");
    }

    @Test
    void anExceptionIsWrittenAndRead() {
        IllegalStateException exception = new IllegalStateException("ise");
        exception.setStackTrace(new StackTraceElement[0]);
        assertThat(hex(writer -> {
                    writer.writeInt(3);
                    writer.write(exception);
                    writer.writeAttachments(Map.of("dubbo", "2.0.2"));
                }))
                .isEqualTo(EXCEPTION);
        try (ObjectReader reader = reader(EXCEPTION)) {
            assertThat(reader.readInt()).isEqualTo(3);
            assertThat(reader.readThrowable())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("ise")
                    .hasNoCause();
            assertThat(reader.readAttachments()).isEqualTo(Map.of("dubbo", "2.0.2"));
        }
    }

    @Test
    void aGenericCallIsWrittenAndRead() {
        assertThat(hex(writer -> {
                    head(writer, "$invoke", "Ljava/lang/String;[Ljava/lang/String;[Ljava/lang/Object;");
                    writer.write("hello");
                    writer.write(new String[] {"java.lang.String"});
                    writer.write(new Object[] {"bob"});
                    writer.writeAttachments(attachments("generic", "true"));
                }))
                .isEqualTo(GENERIC);
        try (ObjectReader reader = reader(GENERIC)) {
            for (int i = 0; i < 5; i++) {
                reader.readString(256);
            }
            assertThat(reader.read(String.class, String.class)).isEqualTo("hello");
            assertThat((String[]) reader.read(String[].class, String[].class)).containsExactly("java.lang.String");
            assertThat((Object[]) reader.read(Object[].class, Object[].class)).containsExactly("bob");
            assertThat(reader.readAttachments()).hasSize(5).containsEntry("generic", "true");
        }
    }
}
