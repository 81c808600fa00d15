// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrays, collections and maps: with the name of their class where a reader can make one, else as the plain kind. */
final class ContainerWriters {
    private ContainerWriters() {}

    static ValueWriter array(Class<?> type) {
        String name = arrayName(type);
        return (value, out) -> {
            if (out.writeReference(value)) {
                return;
            }
            Object[] array = (Object[]) value;
            out.beginList(array.length, name);
            for (Object element : array) {
                out.writeObject(element);
            }
        };
    }

    static ValueWriter collection(Class<?> type) {
        if (type == ArrayList.class) {
            return ContainerWriters::writeArrayList;
        }
        String name = travellingName(type);
        return (value, out) -> writeCollection((Collection<?>) value, name, out);
    }

    static ValueWriter map(Class<?> type) {
        String name = type == HashMap.class ? null : travellingName(type);
        return (value, out) -> {
            if (!out.writeReference(value)) {
                out.beginMap(name);
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.writeObject(entry.getKey());
                    out.writeObject(entry.getValue());
                }
                out.endMap();
            }
        };
    }

    // The usual kind by itself: where the compiler knows the class, it leaves the iterator out.
    private static void writeArrayList(Object value, GuardedOutput out) throws IOException {
        if (out.writeReference(value)) {
            return;
        }
        ArrayList<?> list = (ArrayList<?>) value;
        int size = list.size();
        out.beginList(size, null);
        int written = 0;
        for (Object element : list) {
            out.writeObject(element);
            written++;
        }
        checkSize(list, size, written);
    }

    private static void writeCollection(Collection<?> collection, @Nullable String name, GuardedOutput out)
            throws IOException {
        if (out.writeReference(collection)) {
            return;
        }
        int size = collection.size();
        out.beginList(size, name);
        int written = 0;
        for (Object element : collection) {
            out.writeObject(element);
            written++;
        }
        checkSize(collection, size, written);
    }

    private static void checkSize(Collection<?> collection, int size, int written) {
        if (written != size) {
            throw Faults.encode("a " + collection.getClass().getName() + " changed while it was written: it had " + size
                    + " elements, then " + written);
        }
    }

    /** The class name to send; null for the plain kind. */
    private static @Nullable String travellingName(Class<?> type) {
        Class<?> standIn = WireNames.publicCollection(type.getName());
        if (standIn != null) {
            return standIn == ArrayList.class || standIn == HashMap.class ? null : standIn.getName();
        }
        // A class that replaces itself, like Guava's, has no constructor a reader could use.
        boolean plain = !Serializable.class.isAssignableFrom(type) || ClassFields.special(type, "writeReplace") != null;
        if (!plain) {
            return type.getName();
        }
        return java.util.Set.class.isAssignableFrom(type) ? java.util.HashSet.class.getName() : null;
    }

    private static String arrayName(Class<?> type) {
        if (type.isArray()) {
            return "[" + arrayName(type.getComponentType());
        }
        if (type == String.class) {
            return "string";
        }
        if (type == Object.class) {
            return "object";
        }
        return type == Date.class ? "date" : type.getName();
    }
}
