// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import org.jspecify.annotations.Nullable;

/**
 * What became of a class name from the bytes.
 *
 * @param type the class; null if it is absent or refused
 * @param refused whether the class exists but may not be created
 */
record Resolution(@Nullable Class<?> type, boolean refused) {
    static final Resolution ABSENT = new Resolution(null, false);
    static final Resolution REFUSED = new Resolution(null, true);

    boolean isAbsent() {
        return type == null && !refused;
    }

    static Resolution of(Class<?> type) {
        return new Resolution(type, false);
    }
}
