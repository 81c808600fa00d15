// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.util.List;

/** An enum constant by its name. */
final class EnumWriter implements ValueWriter {
    private final Layout layout;

    EnumWriter(Class<?> type) {
        this.layout = new Layout(type.getName(), List.of("name"));
    }

    @Override
    public void write(Object value, GuardedOutput out) throws IOException {
        if (!out.writeReference(value)) {
            out.beginObject(layout);
            out.writeString(((Enum<?>) value).name());
        }
    }
}
