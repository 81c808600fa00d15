// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.GenericException;
import io.tern.rpc.RpcException;
import io.tern.rpc.spi.PeerDialect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An exception: Throwable's fields as Dubbo's readers name them, then those of its own class. Our own exceptions go out under
 * the names that Dubbo's peers know.
 */
final class ThrowableWriter implements ValueWriter {
    private static final String EMPTY_LIST = "java.util.Collections$EmptyList";

    static final ThrowableWriter RPC = new ThrowableWriter(
            WireNames.ALIBABA_RPC_EXCEPTION,
            WireNames.APACHE_RPC_EXCEPTION,
            Throwable::getMessage,
            List.of(new Part("code", (t, out) -> out.writeInt(((RpcException) t).getCode()))));
    /** All of Dubbo's versions send the old name, and know it. */
    static final ThrowableWriter GENERIC = new ThrowableWriter(
            WireNames.ALIBABA_GENERIC_EXCEPTION,
            WireNames.ALIBABA_GENERIC_EXCEPTION,
            Throwable::getMessage,
            List.of(
                    new Part(
                            "exceptionMessage",
                            (t, out) -> out.writeString(((GenericException) t).getExceptionMessage())),
                    new Part(
                            "exceptionClass",
                            (t, out) -> out.writeString(((GenericException) t).getExceptionClass()))));

    private final Layout alibabaLayout;
    private final Layout apacheLayout;
    private final List<Part> parts;

    private interface PartAction {
        void write(Throwable throwable, GuardedOutput out) throws IOException;
    }

    private record Part(String name, PartAction action) {}

    private ThrowableWriter(
            String alibabaName, String apacheName, Function<Throwable, @Nullable String> message, List<Part> own) {
        this.parts = new ArrayList<>();
        parts.add(new Part("suppressedExceptions", ThrowableWriter::writeSuppressed));
        parts.add(new Part("stackTrace", (t, out) -> out.writeObject(t.getStackTrace())));
        // A throwable that is its own cause: how Java says that there is none.
        parts.add(new Part("cause", (t, out) -> out.writeObject(t.getCause() == null ? t : t.getCause())));
        parts.add(new Part("detailMessage", (t, out) -> out.writeString(message.apply(t))));
        parts.addAll(own);
        List<String> names = parts.stream().map(Part::name).toList();
        this.alibabaLayout = new Layout(alibabaName, names);
        this.apacheLayout = apacheName.equals(alibabaName) ? alibabaLayout : new Layout(apacheName, names);
    }

    static ThrowableWriter of(Class<?> type) {
        List<Part> own = ClassFields.wireOrder(type).stream()
                .map(FieldWriter::new)
                .map(field -> new Part(field.name(), field::write))
                .toList();
        return new ThrowableWriter(type.getName(), type.getName(), ThrowableMessage.of(type), own);
    }

    /** Whether an exception class belongs to Tern, so that no peer but ours would know it. */
    static boolean isOurs(Class<?> type) {
        return type.getPackageName().equals(RpcException.class.getPackageName());
    }

    @Override
    public void write(Object value, GuardedOutput out) throws IOException {
        if (out.writeReference(value)) {
            return;
        }
        out.beginObject(out.dialect() == PeerDialect.APACHE ? apacheLayout : alibabaLayout);
        for (Part part : parts) {
            part.action().write((Throwable) value, out);
        }
    }

    private static void writeSuppressed(Throwable throwable, GuardedOutput out) throws IOException {
        Throwable[] suppressed = throwable.getSuppressed();
        if (suppressed.length > 0) {
            out.writeObject(new ArrayList<>(Arrays.asList(suppressed)));
        } else if (!out.writeReference(Collections.emptyList())) {
            out.beginList(0, EMPTY_LIST);
        }
    }
}
