// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;

/** An enum constant by its name; a constant with a body counts as one of the enum. */
final class EnumWriter implements ValueWriter {
    private final String className;

    EnumWriter(Class<?> type) {
        this.className = type.getName();
    }

    @Override
    public void write(Object value, GuardedOutput out) throws IOException {
        if (!out.addRef(value)) {
            out.beginObject(className, "name");
            out.writeString(((Enum<?>) value).name());
        }
    }
}
