// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the forms of value classes. They are described when one is first asked for, since most messages have none and every start would pay. */
final class ValueForms {
    private ValueForms() {}

    private static final class Described {
        static final Map<Class<?>, ValueForm> BY_TYPE;
        static final Map<String, Class<?>> STAND_INS;

        static {
            Map<Class<?>, ValueForm> byType = new HashMap<>();
            Map<String, Class<?>> standIns = new HashMap<>();
            for (ValueForm form : JdkForms.all()) {
                byType.put(form.type(), form);
                if (!form.wireName().equals(form.type().getName())) {
                    standIns.put(form.wireName(), form.type());
                }
            }
            BY_TYPE = Map.copyOf(byType);
            STAND_INS = Map.copyOf(standIns);
        }
    }

    /** The form of exactly this class, if it has one. */
    static @Nullable ValueForm of(Class<?> type) {
        boolean possible = ClassFields.isPlatform(type) || type.getNestHost() == NetForms.class;
        return possible ? Described.BY_TYPE.get(type) : null;
    }

    /** The class for which another name stands in the bytes, be it a helper of hessian-lite or a private class of the JDK. */
    static @Nullable Class<?> standIn(String name) {
        boolean possible = name.startsWith(JdkForms.HESSIAN) || (name.startsWith("java.") && name.indexOf('$') >= 0);
        return possible ? Described.STAND_INS.get(name) : null;
    }
}
