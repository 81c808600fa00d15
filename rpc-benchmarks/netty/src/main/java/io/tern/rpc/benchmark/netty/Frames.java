// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.netty;

import com.alibaba.com.caucho.hessian.io.Hessian2Input;
import com.alibaba.com.caucho.hessian.io.Hessian2Output;
import com.alibaba.com.caucho.hessian.io.SerializerFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes and reads the two kinds of frames. Each thread keeps its hessian-lite streams, and all share one factory. */
final class Frames {
    /** In the method's byte of a request: no answer is wanted. */
    static final int ONE_WAY = 0x80;

    private static final int HEAD_BYTES = 4 + 8 + 1;

    private final SerializerFactory factory = new SerializerFactory(Frames.class.getClassLoader());
    private final FastThreadLocal<Hessian2Output> outputs = new FastThreadLocal<>() {
        @Override
        protected Hessian2Output initialValue() {
            Hessian2Output output = new Hessian2Output();
            output.setSerializerFactory(factory);
            return output;
        }
    };
    private final FastThreadLocal<Hessian2Input> inputs = new FastThreadLocal<>() {
        @Override
        protected Hessian2Input initialValue() {
            Hessian2Input input = new Hessian2Input(InputStream.nullInputStream());
            input.setSerializerFactory(factory);
            return input;
        }
    };

    ByteBuf write(ByteBufAllocator allocator, long id, int method, @Nullable Object value) {
        int estimate = value instanceof byte[] bytes ? bytes.length + 1024 : 512;
        ByteBuf frame = allocator.buffer(HEAD_BYTES + estimate);
        frame.writeInt(0).writeLong(id).writeByte(method);
        Hessian2Output output = outputs.get();
        try {
            output.init(new ByteBufOutputStream(frame));
            output.writeObject(value);
            output.flushBuffer();
        } catch (IOException e) {
            frame.release();
            throw new UncheckedIOException(e);
        } finally {
            output.reset();
        }
        return frame.setInt(0, frame.readableBytes() - 4);
    }

    /** The argument or result of a frame whose id and method have been read. */
    Object readValue(ByteBuf rest) {
        Hessian2Input input = inputs.get();
        try {
            input.init(new ByteBufInputStream(rest));
            return input.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            input.reset();
        }
    }
}
