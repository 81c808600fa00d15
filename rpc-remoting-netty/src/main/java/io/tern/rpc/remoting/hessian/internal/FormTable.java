// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.GenericException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcSerializationException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The form of every class that is read as an object. Thread-safe. */
final class FormTable {
    private final Map<Class<?>, ObjectForm> forms = new ConcurrentHashMap<>();

    FormTable(ClassLookup lookup) {
        forms.put(Class.class, new ClassForm(lookup));
        forms.put(RpcException.class, new ThrowableForm(RpcException.class));
        forms.put(GenericException.class, new ThrowableForm(GenericException.class));
    }

    /** The form; the class has passed the lookup or is declared by the service interface. */
    ObjectForm of(Class<?> type) {
        ObjectForm form = forms.get(type);
        if (form == null) {
            form = create(type);
            forms.put(type, form);
        }
        return form;
    }

    /** Whether the class has a form. */
    boolean has(Class<?> type) {
        try {
            of(type);
            return true;
        } catch (RpcSerializationException e) {
            return false;
        }
    }

    /** Whether objects of exactly this class can be read by the names of their fields. */
    static boolean isReadable(Class<?> type) {
        return Serializable.class.isAssignableFrom(type)
                && !type.isInterface()
                && !type.isArray()
                && !Modifier.isAbstract(type.getModifiers())
                && !ClassFields.isPlatform(type)
                && !Map.class.isAssignableFrom(type)
                && !Collection.class.isAssignableFrom(type);
    }

    private static ObjectForm create(Class<?> type) {
        ValueForm value = ValueForms.of(type);
        if (value != null) {
            return value;
        }
        if (type.isEnum()) {
            return new EnumForm(type);
        }
        if (type.getSuperclass() != null && type.getSuperclass().isEnum()) {
            return new EnumForm(type.getSuperclass());
        }
        if (!Serializable.class.isAssignableFrom(type)) {
            throw Faults.decode("class " + type.getName() + " does not implement java.io.Serializable");
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || Proxy.isProxyClass(type)) {
            throw Faults.decode(type.getName() + " is not a class of which objects can be read");
        }
        try {
            if (Throwable.class.isAssignableFrom(type)) {
                return new ThrowableForm(type);
            }
            if (ClassFields.isPlatform(type)) {
                throw Faults.decode(type.getName()
                        + " is a class of the JDK that has no form in Hessian; send a value that has one");
            }
            return type.isRecord() ? new RecordForm(type) : new BeanForm(type);
        } catch (IllegalStateException e) {
            throw Faults.decode(e.getMessage() == null ? type.getName() : e.getMessage(), e);
        }
    }
}
