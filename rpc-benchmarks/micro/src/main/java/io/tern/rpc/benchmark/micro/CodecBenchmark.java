// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.benchmark.work.Samples;
import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.remoting.dubbo.internal.DubboPreparedCall;
import io.tern.rpc.remoting.dubbo.internal.FrameHeader;
import io.tern.rpc.remoting.dubbo.internal.FrameSize;
import io.tern.rpc.remoting.dubbo.internal.KnownHead;
import io.tern.rpc.remoting.dubbo.internal.RequestHeads;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.PeerDialect;
import java.util.Map;
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

/** Whole frames: a call with one argument, and its answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    @Param({"getUser", "createUser"})
    public String call = "";

    private final CodecFixture fixture = new CodecFixture();
    private MethodDescriptor method;
    private DubboPreparedCall prepared;
    private final FrameSize replySize = new FrameSize();
    private Invocation invocation;
    private Object result;
    private RequestHeads heads;
    private ByteBuf request;
    private ByteBuf reply;

    @Setup
    public void encodeOnce() {
        User user = Samples.user(4711);
        boolean asks = call.equals("getUser");
        method = CodecFixture.method(call);
        prepared = fixture.prepared(call);
        invocation = CodecFixture.call(call, asks ? (Object) 4711L : user);
        result = asks ? user : (Object) true;
        heads = new RequestHeads(head -> () -> method);
        request = encodeFrame();
        reply = replyFrame();
    }

    @TearDown
    public void release() {
        request.release();
        reply.release();
    }

    private ByteBuf encodeFrame() {
        return fixture.codec.encodeRequest(1, invocation, prepared, true);
    }

    private ByteBuf replyFrame() {
        return fixture.codec.encodeReply(1, method, replySize, result, null, Map.of(), PeerDialect.APACHE, 8 << 20);
    }

    @Benchmark
    public boolean encodeRequest() {
        return encodeFrame().release();
    }

    @Benchmark
    public Object decodeRequest() {
        request.readerIndex(FrameHeader.LENGTH);
        KnownHead head = heads.read(request);
        request.skipBytes(head.length());
        return fixture.codec.decodeRequest(request, head, method);
    }

    @Benchmark
    public boolean encodeReply() {
        return replyFrame().release();
    }

    @Benchmark
    public Object decodeReply() {
        reply.readerIndex(FrameHeader.LENGTH);
        return fixture.codec.decodeReply(reply, prepared);
    }
}
