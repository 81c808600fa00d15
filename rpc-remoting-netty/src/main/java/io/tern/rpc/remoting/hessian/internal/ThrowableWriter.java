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
    private static final List<String> COMMON_FIELDS =
            List.of("suppressedExceptions", "stackTrace", "cause", "detailMessage");
    private static final String EMPTY_LIST = "java.util.Collections$EmptyList";

    static final ThrowableWriter RPC = new ThrowableWriter(
            WireNames.ALIBABA_RPC_EXCEPTION,
            WireNames.APACHE_RPC_EXCEPTION,
            Throwable::getMessage,
            List.of("code"),
            (value, out) -> out.writeInt(((RpcException) value).getCode()));
    /** All of Dubbo's versions send the old name, and know it. */
    static final ThrowableWriter GENERIC = new ThrowableWriter(
            WireNames.ALIBABA_GENERIC_EXCEPTION,
            WireNames.ALIBABA_GENERIC_EXCEPTION,
            Throwable::getMessage,
            List.of("exceptionMessage", "exceptionClass"),
            (value, out) -> {
                out.writeString(((GenericException) value).getExceptionMessage());
                out.writeString(((GenericException) value).getExceptionClass());
            });

    private final Layout alibabaLayout;
    private final Layout apacheLayout;
    private final Function<Throwable, @Nullable String> message;
    private final ValueWriter ownFields;

    private ThrowableWriter(
            String alibabaName,
            String apacheName,
            Function<Throwable, @Nullable String> message,
            List<String> ownNames,
            ValueWriter ownFields) {
        List<String> names = new ArrayList<>(COMMON_FIELDS);
        names.addAll(ownNames);
        this.alibabaLayout = new Layout(alibabaName, names);
        this.apacheLayout = apacheName.equals(alibabaName) ? alibabaLayout : new Layout(apacheName, names);
        this.message = message;
        this.ownFields = ownFields;
    }

    static ThrowableWriter of(Class<?> type) {
        FieldsWriter own = new FieldsWriter(type);
        return new ThrowableWriter(type.getName(), type.getName(), ThrowableMessage.of(type), own.names(), own);
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
        Throwable throwable = (Throwable) value;
        out.beginObject(out.dialect() == PeerDialect.APACHE ? apacheLayout : alibabaLayout);
        writeSuppressed(throwable, out);
        out.writeObject(throwable.getStackTrace());
        // A throwable that is its own cause: how Java says that there is none.
        out.writeObject(throwable.getCause() == null ? throwable : throwable.getCause());
        out.writeString(message.apply(throwable));
        ownFields.write(throwable, out);
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
