// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.GenericException;
import io.tern.rpc.JavaBeanDescriptor;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcSerializationException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How each class is written. Thread-safe. */
final class WriterTable {
    private static final Map<Class<?>, ValueWriter> SCALARS = ScalarWriters.all();
    /** Classes whose subclasses, private ones of the JDK mostly, share their form; the first that fits. */
    private static final List<Class<?>> FAMILIES =
            List.of(Inet6Address.class, InetAddress.class, ZoneId.class, Calendar.class, EnumSet.class);

    private final Map<Class<?>, ValueWriter> writers = new ConcurrentHashMap<>(SCALARS);

    ValueWriter of(Class<?> type) {
        ValueWriter writer = writers.get(type);
        if (writer == null) {
            ValueWriter created = create(type);
            // Only one is ever used: messages know a class by the layout in its writer.
            ValueWriter earlier = writers.putIfAbsent(type, created);
            writer = earlier == null ? created : earlier;
        }
        return writer;
    }

    private ValueWriter create(Class<?> type) {
        if (type.isArray()) {
            return ContainerWriters.array(type);
        }
        if (Enum.class.isAssignableFrom(type)) {
            // A constant with a body counts as one of the enum.
            return type.isEnum() ? new EnumWriter(type) : of(type.getSuperclass());
        }
        if (Map.class.isAssignableFrom(type)) {
            return ContainerWriters.map(type);
        }
        if (Collection.class.isAssignableFrom(type) && !EnumSet.class.isAssignableFrom(type)) {
            return ContainerWriters.collection(type);
        }
        ValueWriter form = form(type);
        if (form != null) {
            return form;
        }
        if (InputStream.class.isAssignableFrom(type)) {
            return (value, out) -> out.writeBytes((InputStream) value);
        }
        if (RpcException.class.isAssignableFrom(type)) {
            return ThrowableWriter.RPC;
        }
        if (GenericException.class.isAssignableFrom(type)) {
            return ThrowableWriter.GENERIC;
        }
        if (Throwable.class.isAssignableFrom(type) && ThrowableWriter.isOurs(type)) {
            return of(RuntimeException.class);
        }
        if (type == JavaBeanDescriptor.class) {
            return new DescriptorWriter();
        }
        return checked(type);
    }

    private static ValueWriter checked(Class<?> type) {
        String problem = HessianTypeChecks.problem(type);
        if (problem != null) {
            throw refused(type, problem);
        }
        try {
            if (Throwable.class.isAssignableFrom(type)) {
                return ThrowableWriter.of(type);
            }
            return type.isRecord() ? new RecordWriter(type) : new BeanWriter(type);
        } catch (IllegalStateException e) {
            throw refused(type, String.valueOf(e.getMessage()));
        }
    }

    private static RpcSerializationException refused(Class<?> type, String problem) {
        return Faults.encode("class " + type.getName() + " " + problem);
    }

    private @Nullable ValueWriter form(Class<?> type) {
        ValueForm exact = ValueForms.of(type);
        if (exact != null) {
            return new FormWriter(exact);
        }
        for (Class<?> family : FAMILIES) {
            if (family.isAssignableFrom(type)) {
                return of(family);
            }
        }
        return null;
    }
}
