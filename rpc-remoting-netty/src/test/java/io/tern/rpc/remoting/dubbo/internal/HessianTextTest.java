// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.com.caucho.hessian.io.Hessian2Output;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class HessianTextTest {
    private static ByteBuf written(String text) {
        ByteBuf out = Unpooled.buffer();
        HessianText.write(out, text);
        return out;
    }

    private static byte[] hessian(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Hessian2Output out = new Hessian2Output(bytes);
        out.writeString(text);
        out.flush();
        return bytes.toByteArray();
    }

    @Property(tries = 500)
    void stringsAreWrittenAsHessianWritesThemAndReadBack(@ForAll @StringLength(max = 1_100) String text)
            throws IOException {
        ByteBuf bytes = written(text);
        assertThat(ByteBufUtil.getBytes(bytes)).isEqualTo(hessian(text));
        assertThat(HessianText.skip(bytes, 0, text.length())).isEqualTo(bytes.writerIndex());
        assertThat(HessianText.read(bytes, 0)).isEqualTo(text);
        assertThat(HessianText.readLenient(bytes, Integer.MAX_VALUE)).isEqualTo(text);
        if (!text.isEmpty()) {
            assertThat(HessianText.skip(bytes, 0, text.length() - 1)).isEqualTo(HessianText.NO_TEXT);
        }
    }

    @Test
    void longStringsAreWrittenInChunks() throws IOException {
        for (int length : new int[] {1_023, 1_024, 32_768, 32_769, 70_000}) {
            String text = "aé😀".repeat(length / 4 + 1).substring(0, length);
            ByteBuf bytes = written(text);
            assertThat(ByteBufUtil.getBytes(bytes)).isEqualTo(hessian(text));
            assertThat(HessianText.readLenient(bytes, Integer.MAX_VALUE)).isEqualTo(text);
            assertThat(HessianText.readLenient(bytes, 100)).isEqualTo(text.substring(0, 100));
        }
    }

    @Test
    void nullIsNoText() {
        ByteBuf bytes = Unpooled.wrappedBuffer(new byte[] {'N'});
        assertThat(HessianText.skip(bytes, 0, 0)).isEqualTo(1);
        assertThat(HessianText.read(bytes, 0)).isNull();
        assertThat(HessianText.readLenient(bytes, 10)).isEmpty();
    }

    @Property(tries = 2_000)
    void anyBytesAreSkippedWithinBoundsOrRefused(@ForAll @Size(max = 60) byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        int end = HessianText.skip(in, 0, 256);
        assertThat(end).isBetween(-1, bytes.length);
        if (end > 0) {
            HessianText.read(in, 0);
        }
        HessianText.readLenient(in, 100);
        new RequestHeads(head -> null).read(in);
    }
}
