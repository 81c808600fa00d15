// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum: one field, {@code name}. */
final class EnumForm extends ObjectForm {
    private static final Slot NAME = new PartSlot(0, TypeUse.STRING);

    private final Class<?> type;
    private final Map<String, Object> constants = new HashMap<>();
    private final @Nullable Encoded[] encoded;
    private final int mask;

    /** A constant and its name as a short text of ASCII, which nearly all names are. */
    private static final class Encoded {
        private final byte[] name;
        private final Object constant;

        private Encoded(byte[] name, Object constant) {
            this.name = name;
            this.constant = constant;
        }
    }

    /**
     * Reads an enum.
     *
     * @param type the enum itself, not the class of a constant with a body
     */
    EnumForm(Class<?> type) {
        this.type = type;
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        this.mask = Integer.highestOneBit(constants.size() * 2 + 1) * 2 - 1;
        this.encoded = new @Nullable Encoded[mask + 1];
        constants.forEach(this::encode);
    }

    private void encode(String name, Object constant) {
        byte[] bytes = ('\0' + name).getBytes(StandardCharsets.UTF_8);
        if (name.length() > Tags.SHORT_TEXT || bytes.length != name.length() + 1) {
            return;
        }
        bytes[0] = (byte) name.length();
        int place = ByteSource.hash(bytes, 0, bytes.length) & mask;
        while (encoded[place] != null) {
            place = place + 1 & mask;
        }
        encoded[place] = new Encoded(bytes, constant);
    }

    /** Reads the name of a constant, the only field; null, and nothing is read, if this needs {@link #finish}. */
    @Nullable
    Object read(ByteSource source) {
        int hash = source.hashOfText();
        if (hash < 0) {
            return null;
        }
        for (int place = hash & mask; ; place = place + 1 & mask) {
            Encoded candidate = encoded[place];
            if (candidate == null) {
                return null;
            }
            if (source.skipIfNext(candidate.name)) {
                return candidate.constant;
            }
        }
    }

    @Override
    Class<?> type() {
        return type;
    }

    @Override
    @Nullable
    Slot slot(String name) {
        return name.equals("name") ? NAME : null;
    }

    @Override
    Object start() {
        return new @Nullable Object[1];
    }

    @Override
    Object finish(Object state) {
        Object constant = constants.get((String) ((@Nullable Object[]) state)[0]);
        if (constant == null) {
            throw Faults.decode("enum " + type.getName()
                    + " has no constant of the name that was sent; the peer's version of it has more constants");
        }
        return constant;
    }
}
