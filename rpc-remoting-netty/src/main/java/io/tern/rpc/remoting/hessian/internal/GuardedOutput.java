// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.spi.PeerDialect;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects and containers of one message, and what it has named before: objects, classes and types. Reused for the next message
 * once it is cleared. Not thread-safe; after an exception it must not be used again.
 */
final class GuardedOutput extends ScalarOutput {
    private static final int KEPT_REFERENCES = 1_024;
    private static final int DIRECT_LAYOUTS = 16;
    private static final int DIRECT_ELEMENTS = 7;

    private final WriterTable writers;
    private final References references = new References();
    private Layout[] layouts = new Layout[8];
    private int layoutCount;
    private String[] types = new String[8];
    private int typeCount;
    private PeerDialect dialect = PeerDialect.ALIBABA;
    private int depth;

    GuardedOutput(WriterTable writers) {
        this.writers = writers;
    }

    /** Begins a message; the output is new or was cleared. */
    void open(OutputStream out, PeerDialect dialect) {
        attach(out);
        this.dialect = dialect;
    }

    /** Lets go of everything of the last message. */
    void clear() {
        detach();
        references.clear();
        layoutCount = 0;
        typeCount = 0;
        depth = 0;
    }

    /** Whether the tables are still of a size to be kept. */
    boolean isSmall() {
        return references.size() <= KEPT_REFERENCES;
    }

    PeerDialect dialect() {
        return dialect;
    }

    void writeObject(@Nullable Object value) throws IOException {
        if (value == null) {
            writeNull();
        } else if (value instanceof String text) {
            writeString(text);
        } else if (value instanceof Integer number) {
            writeInt(number);
        } else {
            write(value, writers.of(value.getClass()));
        }
    }

    // One level deeper than what is around it.
    private void write(Object value, ValueWriter writer) throws IOException {
        if (++depth > Limits.DEPTH) {
            throw Faults.encode("values are nested deeper than " + Limits.DEPTH + ", the limit of a reader");
        }
        writer.write(value, this);
        depth--;
    }

    /** Writes a reference if the object was written before; else counts it, and it is to be written now. */
    boolean writeReference(Object object) throws IOException {
        int number = references.find(object);
        if (number < 0) {
            return false;
        }
        put(Tags.REFERENCE);
        writeInt(number);
        return true;
    }

    /** Takes the place of an object that readers count and that does not exist here. */
    void skipReference() {
        references.skip();
    }

    /** Begins an object, and defines its class first if this message has not yet; the values of the fields follow. */
    void beginObject(Layout layout) throws IOException {
        int number = 0;
        while (number < layoutCount && layouts[number] != layout) {
            number++;
        }
        if (number == layoutCount) {
            layout.define(this);
            if (layoutCount == layouts.length) {
                layouts = Arrays.copyOf(layouts, layoutCount * 2);
            }
            layouts[layoutCount++] = layout;
        }
        if (number < DIRECT_LAYOUTS) {
            put(0x60 + number);
        } else {
            put(Tags.OBJECT);
            writeInt(number);
        }
    }

    /**
     * Begins a list or an array; the elements follow, and nothing after them.
     *
     * @param type null for the plain kind
     */
    void beginList(int size, @Nullable String type) throws IOException {
        boolean direct = size <= DIRECT_ELEMENTS;
        if (type == null) {
            put(direct ? 0x78 + size : Tags.UNTYPED_LIST);
        } else {
            put(direct ? 0x70 + size : Tags.LIST);
            writeType(type);
        }
        if (!direct) {
            writeInt(size);
        }
    }

    /**
     * Begins a map; keys and values follow, then {@link #endMap}.
     *
     * @param type null for the plain kind
     */
    void beginMap(@Nullable String type) throws IOException {
        if (type == null) {
            put(Tags.UNTYPED_MAP);
        } else {
            put(Tags.MAP);
            writeType(type);
        }
    }

    void endMap() throws IOException {
        put(Tags.END);
    }

    /** Writes attachments: a map of text keys that Dubbo's readers expect without a class. */
    void writeUntypedMap(Map<String, ?> map) throws IOException {
        skipReference();
        beginMap(null);
        for (Map.Entry<String, ?> entry : map.entrySet()) {
            writeString(entry.getKey());
            writeObject(entry.getValue());
        }
        endMap();
    }

    private void writeType(String type) throws IOException {
        for (int i = 0; i < typeCount; i++) {
            if (types[i].equals(type)) {
                writeInt(i);
                return;
            }
        }
        if (typeCount == types.length) {
            types = Arrays.copyOf(types, typeCount * 2);
        }
        types[typeCount++] = type;
        writeString(type);
    }
}
