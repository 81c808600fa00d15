// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import com.alibaba.com.caucho.hessian.io.Hessian2Input;
import com.alibaba.com.caucho.hessian.io.Hessian2Output;
import io.tern.rpc.CallFacts;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.ObjectWriter;
import io.tern.rpc.spi.PeerDialect;
import io.tern.rpc.spi.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;

/** hessian-lite without any guard, so that the transport's tests do not depend on ours. */
final class TestHessian implements Serialization {
    @Override
    public String name() {
        return "hessian2";
    }

    @Override
    public int id() {
        return 2;
    }

    @Override
    public ObjectCodec codec(ClassPolicy policy, ClassLoader loader) {
        return new ObjectCodec() {
            @Override
            public ObjectWriter writer(OutputStream out, PeerDialect dialect) {
                return new Writer(new Hessian2Output(out));
            }

            @Override
            public ObjectReader reader(InputStream in, int length) {
                return new Reader(new Hessian2Input(in));
            }
        };
    }

    private interface Action<T> {
        T run() throws IOException;
    }

    private static <T> T guarded(Action<T> action) {
        try {
            return action.run();
        } catch (IOException | RuntimeException e) {
            throw new RpcSerializationException("hessian: " + e, CallFacts.NONE, e);
        }
    }

    private record Writer(Hessian2Output out) implements ObjectWriter {
        @Override
        public void writeInt(int value) {
            guarded(() -> {
                out.writeInt(value);
                return null;
            });
        }

        @Override
        public void writeString(String value) {
            guarded(() -> {
                out.writeString(value);
                return null;
            });
        }

        @Override
        public void write(Object value) {
            guarded(() -> {
                out.writeObject(value);
                return null;
            });
        }

        @Override
        public void writeAttachments(Map<String, ?> attachments) {
            write(new HashMap<>(attachments));
        }

        @Override
        public void close() {
            guarded(() -> {
                out.flush();
                return null;
            });
        }
    }

    private record Reader(Hessian2Input in) implements ObjectReader {
        @Override
        public int readInt() {
            return guarded(in::readInt);
        }

        @Override
        public String readString(int maxLength) {
            return guarded(in::readString);
        }

        @Override
        public Object read(Class<?> type, Type genericType) {
            return guarded(() -> in.readObject(type));
        }

        @Override
        public Throwable readThrowable() {
            return guarded(() -> (Throwable) in.readObject());
        }

        @Override
        @SuppressWarnings("unchecked")
        public Map<String, Object> readAttachments() {
            Map<String, Object> read = guarded(() -> (Map<String, Object>) in.readObject(Map.class));
            return read == null ? new HashMap<>() : read;
        }

        @Override
        public void close() {}
    }
}
