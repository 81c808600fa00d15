// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes put together by hand: what no writer of ours would write. */
final class Wire {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Wire raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    Wire repeat(int times, int... bytes) {
        for (int i = 0; i < times; i++) {
            raw(bytes);
        }
        return this;
    }

    Wire bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Wire number(int value) {
        return raw('I', value >> 24, value >> 16, value >> 8, value);
    }

    Wire text(String text) {
        return raw('S', text.length() >> 8, text.length()).bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A class definition; its objects follow with {@code raw(0x60 + index)}. */
    Wire define(String className, String... fields) {
        raw('C').text(className).number(fields.length);
        for (String field : fields) {
            text(field);
        }
        return this;
    }

    byte[] done() {
        return out.toByteArray();
    }
}
