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
    /** Set while a value is written, so that it stays set if that fails. */
    private boolean broken;

    private boolean closed;

    HessianWriter(HessianCodec codec, GuardedOutput out) {
        this.codec = codec;
        this.out = out;
    }

    @Override
    public void writeInt(int value) {
        begin();
        try {
            out.writeInt(value);
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            throw fault(e);
        }
        broken = false;
    }

    @Override
    public void writeString(@Nullable String value) {
        begin();
        try {
            out.writeString(value);
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            throw fault(e);
        }
        broken = false;
    }

    @Override
    public void write(@Nullable Object value) {
        begin();
        try {
            out.writeObject(value);
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            throw fault(e);
        }
        broken = false;
    }

    @Override
    public void writeAttachments(Map<String, ?> attachments) {
        begin();
        try {
            out.writeUntypedMap(attachments);
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            throw fault(e);
        }
        broken = false;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            if (!broken) {
                flush();
            }
        } finally {
            closed = true;
            codec.release(out, broken);
        }
    }

    private void flush() {
        begin();
        try {
            out.flush();
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            throw fault(e);
        }
        broken = false;
    }

    private void begin() {
        if (closed || broken) {
            throw new IllegalStateException("the writer was closed or has failed before");
        }
        broken = true;
    }

    // Accessors and collections of the application run in here, so anything can be thrown.
    private static RpcSerializationException fault(Throwable thrown) {
        if (thrown instanceof RpcSerializationException known) {
            return known;
        }
        return thrown instanceof StackOverflowError
                ? Faults.encode("it does not fit the stack")
                : Faults.encode("unexpected " + thrown.getClass().getName(), thrown);
    }
}
