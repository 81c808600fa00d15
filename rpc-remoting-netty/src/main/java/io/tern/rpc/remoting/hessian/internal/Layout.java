// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A class as readers need it defined once per message: its name and the names of its fields. A message knows it by identity, so
 * equal ones must be the same object.
 */
final class Layout {
    private final byte[] definition;

    Layout(String className, List<String> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ScalarOutput out = new ScalarOutput();
        out.attach(bytes);
        try {
            out.put(Tags.DEFINITION);
            out.writeString(className);
            out.writeInt(fields.size());
            for (String field : fields) {
                out.writeString(field);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.definition = bytes.toByteArray();
    }

    void define(ScalarOutput out) throws IOException {
        out.writeRaw(definition, 0, definition.length);
    }
}
