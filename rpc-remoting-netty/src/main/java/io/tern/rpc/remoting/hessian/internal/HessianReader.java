// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ObjectReader;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One message; whatever goes wrong in it comes out as RpcSerializationException. */
final class HessianReader implements ObjectReader {
    private final HessianCodec codec;
    private final GuardedInput in;
    private boolean broken;
    private boolean closed;

    HessianReader(HessianCodec codec, GuardedInput in) {
        this.codec = codec;
        this.in = in;
    }

    @Override
    public int readInt() {
        return guarded(() -> in.scalars().readInt());
    }

    @Override
    public @Nullable String readString(int maxLength) {
        return guarded(() -> in.scalars().readString(maxLength));
    }

    @Override
    public @Nullable Object read(Class<?> type, Type genericType) {
        return guarded(() -> in.read(codec.use(type, genericType)));
    }

    @Override
    public Throwable readThrowable() {
        Object value = guarded(in::readThrowable);
        if (value instanceof Throwable throwable) {
            return throwable;
        }
        return new RemoteServiceException(
                null,
                "the provider reported a failure"
                        + (value == null ? " without an exception" : ", not as an exception"));
    }

    @Override
    public Map<String, Object> readAttachments() {
        return guarded(this::attachments);
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
        if (!closed) {
            closed = true;
            codec.release(in, broken);
        }
    }

    // Constructors and readResolve methods of the application run in here, so anything can be thrown.
    private <T extends @Nullable Object> T guarded(Supplier<T> action) {
        if (closed || broken) {
            throw new IllegalStateException("the reader was closed or has failed before");
        }
        boolean done = false;
        try {
            T value = action.get();
            done = true;
            return value;
        } catch (RpcSerializationException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw Faults.decode("it does not fit the stack at byte " + in.position());
        } catch (RuntimeException | LinkageError e) {
            throw Faults.decode("it is not what it should be, before byte " + in.position(), e);
        } finally {
            broken = !done;
        }
    }
}
