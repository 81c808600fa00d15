// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import com.alibaba.com.caucho.hessian.io.Hessian2Input;
import com.alibaba.com.caucho.hessian.io.Hessian2Output;
import com.alibaba.com.caucho.hessian.io.SerializerFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import io.tern.rpc.benchmark.work.Samples;
import io.tern.rpc.remoting.dubbo.internal.DubboPreparedCall;
import io.tern.rpc.remoting.dubbo.internal.FrameHeader;
import io.tern.rpc.remoting.dubbo.internal.FrameSize;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.PeerDialect;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Values as the body of a reply without attachments, written and read the way a transport does it, beside plain
 * hessian-lite with the same bytes in the same kind of buffer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HessianBenchmark {
    private static final int LIMIT = 8 << 20;
    /** What a reply's body says first: a value follows. */
    private static final int VALUE = 1;

    /** Which value. */
    public enum Sample {
        USER("getUser", Samples.user(4711)),
        PAGE("listUser", Samples.page(3)),
        BYTES_64K("echo", new byte[64 << 10]),
        BYTES_1M("echo", new byte[1 << 20]);

        final String call;
        final Object value;

        Sample(String call, Object value) {
            this.call = call;
            this.value = value;
        }
    }

    @Param
    public Sample value = Sample.USER;

    private final SerializerFactory factory = new SerializerFactory(HessianBenchmark.class.getClassLoader());
    private final CodecFixture fixture = new CodecFixture();
    private MethodDescriptor method;
    private final FrameSize replySize = new FrameSize();
    private DubboPreparedCall prepared;
    private ByteBuf frame;

    @Setup
    public void encodeOnce() throws IOException {
        method = CodecFixture.method(value.call);
        prepared = fixture.prepared(value.call);
        frame = ternFrame();
        ByteBuf lite = liteFrame();
        try {
            // Arrays of bytes may be cut into other chunks.
            if (!(value.value instanceof byte[]) && !frame.equals(lite)) {
                throw new IllegalStateException("not the same bytes");
            }
        } finally {
            lite.release();
        }
    }

    @TearDown
    public void release() {
        frame.release();
    }

    private ByteBuf ternFrame() {
        return fixture.codec.encodeReply(0, method, replySize, value.value, null, null, PeerDialect.APACHE, LIMIT);
    }

    private ByteBuf liteFrame() throws IOException {
        ByteBuf lite = PooledByteBufAllocator.DEFAULT.buffer();
        FrameHeader.write(lite, fixture.codec.serializationId(), FrameHeader.STATUS_OK, 0, 0);
        Hessian2Output out = new Hessian2Output(new ByteBufOutputStream(lite));
        out.setSerializerFactory(factory);
        out.writeInt(VALUE);
        out.writeObject(value.value);
        out.flush();
        FrameHeader.setBodyLength(lite);
        return lite;
    }

    @Benchmark
    public boolean ternWrite() {
        return ternFrame().release();
    }

    @Benchmark
    public boolean hessianLiteWrite() throws IOException {
        return liteFrame().release();
    }

    @Benchmark
    public Object ternRead() {
        frame.readerIndex(FrameHeader.LENGTH);
        return fixture.codec.decodeReply(frame, prepared).value();
    }

    @Benchmark
    public Object hessianLiteRead() throws IOException {
        frame.readerIndex(FrameHeader.LENGTH);
        Hessian2Input in = new Hessian2Input(new ByteBufInputStream(frame));
        in.setSerializerFactory(factory);
        in.readInt();
        return in.readObject(method.resultType());
    }
}
