// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.netty.buffer.PooledByteBufAllocator;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.remoting.dubbo.internal.DubboPreparedCall;
import io.tern.rpc.remoting.hessian.internal.Hessian2Serialization;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.CallHead;
import java.util.Map;

/** The codec as the transport has it, and calls to encode. */
final class CodecFixture {
    private static final String SERVICE = FutureUserService.class.getName();
    private static final ClassPolicy EVERYTHING = new ClassPolicy() {
        @Override
        public boolean admits(String className) {
            return true;
        }

        @Override
        public String cure(String className) {
            return "";
        }
    };

    final DubboCodec codec = new DubboCodec(new Hessian2Serialization(), EVERYTHING, PooledByteBufAllocator.DEFAULT);

    static MethodDescriptor method(String name) {
        return MethodDescriptor.of(FutureUserService.class).stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    DubboPreparedCall prepared(String method) {
        CallHead head = new CallHead(
                SERVICE, SERVICE, null, null, Map.of("timeout", "3000", "remote.application", "benchmark"), 8 << 20);
        return codec.prepare(method(method), head);
    }

    static Invocation call(String method, Object argument) {
        return new Invocation(
                io.tern.rpc.ServiceKey.of(FutureUserService.class),
                method(method),
                new CallOptions(CallMode.SYNC, false, 3_000_000_000L, 0),
                new Object[] {argument},
                null,
                0,
                null);
    }
}
