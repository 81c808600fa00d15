// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.JavaBeanDescriptor;
import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.ObjectWriter;
import io.tern.rpc.spi.PeerDialect;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Descriptors of generic calls go out under the name that the peer knows, and are read under both. */
class DescriptorNamesTest {
    private static final Map<PeerDialect, String> NAMES = Map.of(
            PeerDialect.ALIBABA, "com.alibaba.dubbo.common.beanutil.JavaBeanDescriptor",
            PeerDialect.APACHE, "org.apache.dubbo.common.beanutil.JavaBeanDescriptor");

    private static byte[] write(Object value, PeerDialect dialect) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectWriter writer = Bytes.CODEC.writer(out, dialect)) {
            writer.write(value);
        }
        return out.toByteArray();
    }

    @Test
    void bothNamesLeadToTheSameClass() {
        JavaBeanDescriptor sent = new JavaBeanDescriptor("com.acme.Node", JavaBeanDescriptor.TYPE_BEAN);
        JavaBeanDescriptor name = new JavaBeanDescriptor("java.lang.String", JavaBeanDescriptor.TYPE_PRIMITIVE);
        name.setPrimitiveProperty("first");
        sent.setProperty("name", name);
        sent.setProperty("next", sent);
        sent.setProperty("other", null);
        NAMES.forEach((dialect, wireName) -> {
            byte[] bytes = write(sent, dialect);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(text)
                    .contains(wireName, "className", "type", "properties")
                    .doesNotContain("io.tern");
            try (ObjectReader reader = Bytes.reader(bytes)) {
                JavaBeanDescriptor read = (JavaBeanDescriptor) reader.read(Object.class, Object.class);
                assertThat(read.getClassName()).isEqualTo("com.acme.Node");
                assertThat(read.isBeanType()).isTrue();
                assertThat(read.propertySize()).isEqualTo(3);
                assertThat(read.getProperty("next")).isSameAs(read);
                assertThat(read.containsProperty("other")).isTrue();
                assertThat(((JavaBeanDescriptor) read.getProperty("name")).getPrimitiveProperty())
                        .isEqualTo("first");
            }
        });
    }
}
