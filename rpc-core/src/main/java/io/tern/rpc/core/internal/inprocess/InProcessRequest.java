// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.PeerDialect;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call brings: arguments and attachments as they were when it was made, whatever its caller does with them
 * afterwards.
 *
 * @param arguments if all of them are plain; else null
 * @param attachments if all of them are texts; else null
 * @param kept by position, arguments that are not copied; null if there are none
 * @param bytes of what is neither: the arguments, then the attachments if these are not texts; null if there is none, or
 *     they were read
 * @param written how many bytes there were; 0: none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the service wants its arguments as an array
record InProcessRequest(
        @Nullable Object @Nullable [] arguments,
        @Nullable Map<String, Object> attachments,
        @Nullable Object @Nullable [] kept,
        Values.@Nullable Bytes bytes,
        int written) {
    private static final String TIMEOUT = "timeout";

    /**
     * The request of a call.
     *
     * @param expected the method as its provider declares it; null if there is no such method
     * @throws io.tern.rpc.RpcSerializationException if a value cannot be written
     */
    static InProcessRequest of(
            Invocation call, InProcessPrepared prepared, @Nullable MethodDescriptor expected, int limitBytes) {
        boolean texts = !call.hasAttachments() || Values.areTexts(call.attachments());
        Map<String, Object> attachments = call.hasAttachments() ? merged(call, prepared) : prepared.constants();
        MethodDescriptor declaring = expected == null ? prepared.method() : expected;
        @Nullable Object[] arguments = call.arguments().clone();
        @Nullable Object @Nullable [] kept = takeKept(arguments);
        if (texts && arePlain(arguments, declaring.parameterTypes(), limitBytes)) {
            putBack(kept, arguments);
            return new InProcessRequest(arguments, attachments, null, null, 0);
        }
        Values.Bytes bytes = Values.write(
                out -> prepared.codec().writer(out, PeerDialect.APACHE),
                writer -> {
                    for (Object argument : arguments) {
                        writer.write(argument);
                    }
                    if (!texts) {
                        // Objects in the map may be arguments too, so one writer must see all of it.
                        writer.writeAttachments(attachments);
                    }
                },
                "request",
                limitBytes);
        return new InProcessRequest(null, texts ? attachments : null, kept, bytes, bytes.size());
    }

    /** Takes those out that are not copied; null if there are none. */
    private static @Nullable Object @Nullable [] takeKept(@Nullable Object[] arguments) {
        @Nullable Object @Nullable [] kept = null;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Kept argument) {
                if (kept == null) {
                    kept = new @Nullable Object[arguments.length];
                }
                kept[i] = argument.value();
                arguments[i] = null;
            }
        }
        return kept;
    }

    private static void putBack(@Nullable Object @Nullable [] kept, @Nullable Object[] arguments) {
        for (int i = 0; kept != null && i < kept.length; i++) {
            if (kept[i] != null) {
                arguments[i] = kept[i];
            }
        }
    }

    /** With the timeout that the call itself says, if it does; all other constants are not the call's to change. */
    private static Map<String, Object> merged(Invocation call, InProcessPrepared prepared) {
        Map<String, Object> all = new HashMap<>(call.attachments());
        all.keySet().removeIf(prepared::isReserved);
        all.putAll(prepared.constants());
        Object ownTimeout = call.options().terms() == null ? null : call.attachment(TIMEOUT);
        if (ownTimeout != null) {
            all.put(TIMEOUT, ownTimeout);
        }
        return Collections.unmodifiableMap(all);
    }

    private static boolean arePlain(@Nullable Object[] arguments, List<Class<?>> types, int limitBytes) {
        long most = 0;
        for (int i = 0; i < arguments.length; i++) {
            if (!Values.isPlain(arguments[i], types.get(i))) {
                return false;
            }
            most += Values.mostBytes(arguments[i]);
        }
        // Near the limit only the bytes can tell.
        return limitBytes <= 0 || most <= limitBytes;
    }

    /** The same with the bytes read. On the thread that serves the request. */
    InProcessRequest read(InProcessServer server, MethodDescriptor method) {
        Values.Bytes received = bytes;
        if (received == null) {
            return this;
        }
        try (ObjectReader reader = server.codec(method).reader(received.stream(), received.size())) {
            @Nullable Object[] read = new Object[method.parameterTypes().size()];
            for (int i = 0; i < read.length; i++) {
                read[i] = reader.read(
                        method.parameterTypes().get(i),
                        method.genericParameterTypes().get(i));
            }
            putBack(kept, read);
            return new InProcessRequest(
                    read,
                    attachments == null ? Collections.unmodifiableMap(reader.readAttachments()) : attachments,
                    null,
                    null,
                    received.size());
        }
    }

    /** The bytes of its values; those of plain ones are counted by writing them, without what is not copied. */
    int length(InProcessPrepared prepared) {
        @Nullable Object[] plain = arguments;
        if (written > 0 || plain == null) {
            return written;
        }
        return Values.write(
                        out -> prepared.codec().writer(out, PeerDialect.APACHE),
                        writer -> {
                            for (Object argument : plain) {
                                writer.write(Values.isPlain(argument) ? argument : null);
                            }
                        },
                        "request",
                        0)
                .size();
    }
}
