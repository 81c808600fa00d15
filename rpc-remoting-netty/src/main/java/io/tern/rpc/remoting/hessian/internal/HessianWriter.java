// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ObjectWriter;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message; whatever goes wrong in it comes out as RpcSerializationException. */
final class HessianWriter implements ObjectWriter {
    private final HessianCodec codec;
    private final GuardedOutput out;
    private boolean broken;
    private boolean closed;

    private interface Action {
        void run() throws IOException;
    }

    HessianWriter(HessianCodec codec, GuardedOutput out) {
        this.codec = codec;
        this.out = out;
    }

    @Override
    public void writeInt(int value) {
        guarded(() -> out.writeInt(value));
    }

    @Override
    public void writeString(@Nullable String value) {
        guarded(() -> out.writeString(value));
    }

    @Override
    public void write(@Nullable Object value) {
        guarded(() -> out.writeObject(value));
    }

    @Override
    public void writeAttachments(Map<String, ?> attachments) {
        guarded(() -> out.writeUntypedMap(attachments));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            if (!broken) {
                guarded(out::flush);
            }
        } finally {
            closed = true;
            codec.release(out, broken);
        }
    }

    // Accessors and collections of the application run in here, so anything can be thrown.
    private void guarded(Action action) {
        if (closed || broken) {
            throw new IllegalStateException("the writer was closed or has failed before");
        }
        boolean done = false;
        try {
            action.run();
            done = true;
        } catch (RpcSerializationException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw Faults.encode("it does not fit the stack");
        } catch (IOException | RuntimeException | LinkageError e) {
            throw Faults.encode("unexpected " + e.getClass().getName(), e);
        } finally {
            broken = !done;
        }
    }
}
