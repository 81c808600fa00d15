// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ObjectReader;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message at a time; whatever goes wrong in it comes out as RpcSerializationException. Goes back to its codec on close, to be
 * opened for another message.
 */
final class HessianReader implements ObjectReader {
    private final HessianCodec codec;
    private final GuardedInput in;
    private boolean broken;
    private boolean closed;

    HessianReader(HessianCodec codec, GuardedInput in) {
        this.codec = codec;
        this.in = in;
    }

    void open(InputStream bytes, int length) {
        in.open(bytes, length);
        closed = false;
    }

    @Override
    public int readInt() {
        begin();
        try {
            int value = in.scalars().readInt();
            broken = false;
            return value;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw fault(e);
        }
    }

    @Override
    public @Nullable String readString(int maxLength) {
        begin();
        try {
            String value = in.scalars().readString(maxLength);
            broken = false;
            return value;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw fault(e);
        }
    }

    @Override
    public @Nullable Object read(Class<?> type, Type genericType) {
        begin();
        try {
            Object value = in.read(codec.use(type, genericType));
            broken = false;
            return value;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw fault(e);
        }
    }

    @Override
    public Throwable readThrowable() {
        begin();
        Object value;
        try {
            value = in.readThrowable();
            broken = false;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw fault(e);
        }
        if (value instanceof Throwable throwable) {
            return WrappedText.unwrapped(throwable);
        }
        return new RemoteServiceException(
                null,
                "the provider reported a failure"
                        + (value == null ? " without an exception" : ", not as an exception"));
    }

    @Override
    public Map<String, Object> readAttachments() {
        begin();
        try {
            Map<String, Object> attachments = attachments();
            broken = false;
            return attachments;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw fault(e);
        }
    }

    private Map<String, Object> attachments() {
        Map<String, Object> attachments = new HashMap<>();
        int start = in.position();
        if (!in.startAttachments()) {
            return attachments;
        }
        while (!in.atEnd()) {
            if (attachments.size() >= Limits.ATTACHMENTS) {
                throw Faults.decode("more than " + Limits.ATTACHMENTS + " attachments");
            }
            String key = in.scalars().readString(Limits.ATTACHMENT_BYTES);
            Object value = in.read(TypeUse.ANY);
            if (in.position() - start > Limits.ATTACHMENT_BYTES) {
                throw Faults.decode("attachments of more than " + Limits.ATTACHMENT_BYTES + " bytes");
            }
            if (key != null && value != null) {
                attachments.put(key, value);
            }
        }
        return attachments;
    }

    @Override
    public int position() {
        return in.position();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!broken) {
            in.clear();
            codec.release(this);
        }
    }

    // Broken until the value is read: after a failure of any kind nobody knows where the next one begins.
    private void begin() {
        if (closed || broken) {
            throw new IllegalStateException("the reader was closed or has failed before");
        }
        broken = true;
    }

    // Constructors and readResolve methods of the application run while a value is read, so anything can be thrown.
    private RpcSerializationException fault(Throwable cause) {
        if (cause instanceof RpcSerializationException known) {
            return known;
        }
        if (cause instanceof StackOverflowError) {
            return Faults.decode("it does not fit the stack at byte " + in.position());
        }
        return Faults.decode("it is not what it should be, before byte " + in.position(), cause);
    }
}
