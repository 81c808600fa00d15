// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Hessian 2 without any class of an application and without hessian-lite, so that tests do not judge a codec by itself. Objects become
 * {@link Thing}s, lists and arrays {@link List}s, dates {@link Long}s.
 */
public final class NeutralHessian {
    private final ByteBuffer in;
    private final List<@Nullable Object> references = new ArrayList<>();
    private final List<Definition> definitions = new ArrayList<>();
    private final List<String> types = new ArrayList<>();

    /** An object: the class that the bytes name, and its fields in their order. Compare by parts: it may hold itself. */
    public record Thing(String type, Map<String, @Nullable Object> fields) {}

    private record Definition(String type, List<String> fields) {}

    public NeutralHessian(byte[] bytes, int offset) {
        in = ByteBuffer.wrap(bytes);
        in.position(offset);
    }

    /** Where the next value begins. */
    public int position() {
        return in.position();
    }

    public boolean atEnd() {
        return !in.hasRemaining();
    }

    /** Reads a value that is a text. */
    public String nextText() {
        return (String) present(next());
    }

    /** Reads a map, or null. */
    @SuppressWarnings("unchecked")
    public @Nullable Map<String, @Nullable Object> nextMap() {
        return (Map<String, @Nullable Object>) next();
    }

    /** Reads a value. */
    public @Nullable Object next() {
        int tag = in.get() & 0xff;
        if (tag >= 0x80) {
            return tag < 0xd8 ? (Object) shortInt(tag) : (Object) shortLong(tag);
        }
        if (tag < 0x20 || (tag >= 0x30 && tag < 0x34)) {
            return text(tag);
        }
        if (tag < 0x30 || (tag >= 0x34 && tag < 0x38)) {
            return binary(tag);
        }
        if (tag >= 0x60 && tag < 0x70) {
            return thing(definitions.get(tag - 0x60));
        }
        if (tag >= 0x70) {
            String ignored = tag < 0x78 ? type() : "";
            return list(tag & 7, ignored);
        }
        return tag < 0x40 ? (Object) (long) ((tag - 0x3c << 16) + wide()) : byLetter(tag);
    }

    private @Nullable Object byLetter(int tag) {
        return switch (tag) {
            case 'N' -> null;
            case 'T' -> true;
            case 'F' -> false;
            case 'I' -> in.getInt();
            case 'L', 0x4a -> in.getLong();
            case 0x59 -> (long) in.getInt();
            case 0x4b -> in.getInt() * 60_000L;
            case 'D' -> in.getDouble();
            case 0x5b -> 0.0;
            case 0x5c -> 1.0;
            case 0x5d -> (double) in.get();
            case 0x5e -> (double) in.getShort();
            case 0x5f -> in.getInt() * 0.001;
            case 'R', 'S' -> text(tag);
            case 'A', 'B' -> binary(tag);
            case 'C' -> define();
            case 'O' -> thing(definitions.get(number()));
            case 'Q' -> references.get(number());
            default -> container(tag);
        };
    }

    private Object container(int tag) {
        return switch (tag) {
            case 'H' -> map();
            case 'M' -> {
                type();
                yield map();
            }
            case 'U' -> list(-1, type());
            case 'V' -> {
                String type = type();
                yield list(number(), type);
            }
            case 'W' -> list(-1, "");
            case 'X' -> list(number(), "");
            default ->
                throw new IllegalArgumentException(
                        "No value begins with 0x" + Integer.toHexString(tag) + " at " + (in.position() - 1));
        };
    }

    private int shortInt(int tag) {
        if (tag < 0xc0) {
            return tag - 0x90;
        }
        return tag < 0xd0 ? (tag - 0xc8 << 8) + (in.get() & 0xff) : (tag - 0xd4 << 16) + wide();
    }

    private long shortLong(int tag) {
        return tag < 0xf0 ? tag - 0xe0 : (tag - 0xf8 << 8) + (in.get() & 0xff);
    }

    private int wide() {
        return in.getShort() & 0xffff;
    }

    private int number() {
        return (Integer) present(next());
    }

    private String text(int first) {
        StringBuilder text = new StringBuilder();
        for (int tag = first; ; tag = in.get() & 0xff) {
            int length = tag < 0x20 ? tag : tag < 0x34 ? (tag - 0x30 << 8) + (in.get() & 0xff) : wide();
            for (int i = 0; i < length; i++) {
                text.append(character());
            }
            if (tag != 'R') {
                return text.toString();
            }
        }
    }

    private char character() {
        int first = in.get() & 0xff;
        if (first < 0x80) {
            return (char) first;
        }
        int second = in.get() & 0x3f;
        return first < 0xe0
                ? (char) ((first & 0x1f) << 6 | second)
                : (char) ((first & 0x0f) << 12 | second << 6 | in.get() & 0x3f);
    }

    private byte[] binary(int first) {
        ByteBuffer bytes = ByteBuffer.allocate(in.remaining());
        for (int tag = first; ; tag = in.get() & 0xff) {
            int length = tag < 0x30 ? tag - 0x20 : tag < 0x38 ? (tag - 0x34 << 8) + (in.get() & 0xff) : wide();
            byte[] part = new byte[length];
            in.get(part);
            bytes.put(part);
            if (tag != 'A') {
                byte[] all = new byte[bytes.flip().remaining()];
                bytes.get(all);
                return all;
            }
        }
    }

    private @Nullable Object define() {
        String type = nextText();
        List<String> fields = new ArrayList<>();
        for (int left = number(); left > 0; left--) {
            fields.add(nextText());
        }
        definitions.add(new Definition(type, fields));
        return next();
    }

    private Thing thing(Definition definition) {
        Thing thing = new Thing(definition.type(), new LinkedHashMap<>());
        references.add(thing);
        definition.fields().forEach(field -> thing.fields().put(field, next()));
        return thing;
    }

    private String type() {
        Object type = present(next());
        if (type instanceof Integer index) {
            return types.get(index);
        }
        types.add((String) type);
        return (String) type;
    }

    /** @param type only read to keep the table of types in step */
    @SuppressWarnings("UnusedVariable")
    private List<@Nullable Object> list(int length, String type) {
        List<@Nullable Object> list = new ArrayList<>();
        references.add(list);
        while (length < 0 ? !atMark() : list.size() < length) {
            list.add(next());
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map() {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        references.add(map);
        while (!atMark()) {
            Object key = next();
            map.put(key, next());
        }
        return map;
    }

    private boolean atMark() {
        if (in.get(in.position()) != 'Z') {
            return false;
        }
        in.get();
        return true;
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("null where a value must be");
        }
        return value;
    }
}
