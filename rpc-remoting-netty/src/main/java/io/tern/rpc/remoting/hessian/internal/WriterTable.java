// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import com.alibaba.com.caucho.hessian.io.BasicSerializer;
import com.alibaba.com.caucho.hessian.io.Serializer;
import io.tern.rpc.GenericException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcSerializationException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How each class is written. Thread-safe. */
final class WriterTable {
    private static final Map<Class<?>, ValueWriter> BASIC = basic();
    private static final Map<Class<?>, ValueForm> FORMS = forms();
    /** Classes whose subclasses, private ones of the JDK mostly, share their form; the first that fits. */
    private static final List<Class<?>> FAMILIES =
            List.of(Inet6Address.class, InetAddress.class, ZoneId.class, Calendar.class, EnumSet.class);

    private final Map<Class<?>, ValueWriter> writers = new ConcurrentHashMap<>(BASIC);

    ValueWriter of(Class<?> type) {
        ValueWriter writer = writers.get(type);
        if (writer == null) {
            writer = create(type);
            writers.put(type, writer);
        }
        return writer;
    }

    private static ValueWriter create(Class<?> type) {
        ValueForm form = form(type);
        if (form != null) {
            return new FormWriter(form);
        }
        if (type.isArray()) {
            return ContainerWriters.array(type);
        }
        if (Enum.class.isAssignableFrom(type)) {
            return new EnumWriter(type.isEnum() ? type : type.getSuperclass());
        }
        if (Map.class.isAssignableFrom(type)) {
            return ContainerWriters.map(type);
        }
        if (Collection.class.isAssignableFrom(type)) {
            return ContainerWriters.collection(type);
        }
        if (InputStream.class.isAssignableFrom(type)) {
            return (value, out) -> out.writeByteStream((InputStream) value);
        }
        if (RpcException.class.isAssignableFrom(type)
                || GenericException.class.isAssignableFrom(type)
                || (Throwable.class.isAssignableFrom(type) && ThrowableWriter.isOurs(type))) {
            return ThrowableWriter.ofOurs(type);
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

    private static @Nullable ValueForm form(Class<?> type) {
        ValueForm exact = FORMS.get(type);
        if (exact != null) {
            return exact;
        }
        for (Class<?> family : FAMILIES) {
            if (family.isAssignableFrom(type)) {
                return FORMS.get(family);
            }
        }
        return null;
    }

    private static Map<Class<?>, ValueForm> forms() {
        Map<Class<?>, ValueForm> forms = new HashMap<>();
        JdkForms.all().forEach(form -> forms.put(form.type(), form));
        return Map.copyOf(forms);
    }

    private static Map<Class<?>, ValueWriter> basic() {
        Map<Class<?>, ValueWriter> basic = new HashMap<>();
        basic.put(Boolean.class, of(BasicSerializer.BOOLEAN));
        basic.put(Byte.class, of(BasicSerializer.BYTE));
        basic.put(Short.class, of(BasicSerializer.SHORT));
        basic.put(Integer.class, of(BasicSerializer.INTEGER));
        basic.put(Long.class, of(BasicSerializer.LONG));
        basic.put(Float.class, of(BasicSerializer.FLOAT));
        basic.put(Double.class, of(BasicSerializer.DOUBLE));
        basic.put(Character.class, of(BasicSerializer.CHARACTER_OBJECT));
        basic.put(String.class, of(BasicSerializer.STRING));
        basic.put(Date.class, of(BasicSerializer.DATE));
        basic.put(boolean[].class, of(BasicSerializer.BOOLEAN_ARRAY));
        basic.put(byte[].class, of(BasicSerializer.BYTE_ARRAY));
        basic.put(short[].class, of(BasicSerializer.SHORT_ARRAY));
        basic.put(int[].class, of(BasicSerializer.INTEGER_ARRAY));
        basic.put(long[].class, of(BasicSerializer.LONG_ARRAY));
        basic.put(float[].class, of(BasicSerializer.FLOAT_ARRAY));
        basic.put(double[].class, of(BasicSerializer.DOUBLE_ARRAY));
        basic.put(char[].class, of(BasicSerializer.CHARACTER_ARRAY));
        basic.put(String[].class, of(BasicSerializer.STRING_ARRAY));
        basic.put(Object[].class, of(BasicSerializer.OBJECT_ARRAY));
        basic.put(Class.class, (value, out) -> {
            if (!out.addRef(value)) {
                out.beginObject("java.lang.Class", "name");
                out.writeString(((Class<?>) value).getName());
            }
        });
        return Map.copyOf(basic);
    }

    private static ValueWriter of(int code) {
        Serializer serializer = new BasicSerializer(code);
        return serializer::writeObject;
    }
}
