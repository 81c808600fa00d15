// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import com.alibaba.com.caucho.hessian.io.Hessian2Output;
import io.tern.rpc.spi.PeerDialect;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * hessian-lite's output with our own choice of how each class is written: its own goes through sun.misc.Unsafe, which prints
 * warnings since Java 24, and honours writeReplace of any class. Not thread-safe; after an exception it must not be used again.
 */
final class GuardedOutput extends Hessian2Output {
    private static final int KEPT_REFERENCES = 1_024;
    private static final byte[] MINUS_ZERO = {'D', (byte) 0x80, 0, 0, 0, 0, 0, 0, 0};

    private final WriterTable writers;
    private OutputStream out = OutputStream.nullOutputStream();
    private PeerDialect dialect = PeerDialect.ALIBABA;
    private int depth;
    private int references;

    GuardedOutput(WriterTable writers) {
        this.writers = writers;
    }

    void open(OutputStream out, PeerDialect dialect) {
        // reset, which init calls, forgets what an unfinished message left behind.
        init(out);
        this.out = out;
        this.dialect = dialect;
        depth = 0;
        references = 0;
    }

    /** Lets go of everything of the last message. */
    void clear() {
        out = OutputStream.nullOutputStream();
        init(out);
    }

    /** Whether the tables are still of a size to be kept. */
    boolean isSmall() {
        return references <= KEPT_REFERENCES;
    }

    PeerDialect dialect() {
        return dialect;
    }

    @Override
    public void writeObject(@Nullable Object value) throws IOException {
        if (value == null) {
            writeNull();
            return;
        }
        if (++depth > Limits.DEPTH) {
            throw Faults.encode("values are nested deeper than " + Limits.DEPTH + ", the limit of a reader");
        }
        writers.of(value.getClass()).write(value, this);
        depth--;
    }

    /** hessian-lite writes -0.0 in its short form of zero, which has no sign. */
    @Override
    public void writeDouble(double value) throws IOException {
        if (Double.doubleToRawLongBits(value) == Long.MIN_VALUE) {
            flushBuffer();
            out.write(MINUS_ZERO);
        } else {
            super.writeDouble(value);
        }
    }

    @Override
    public boolean addRef(Object object) throws IOException {
        references++;
        return super.addRef(object);
    }

    /** Takes the place of an object that readers count and that does not exist here. */
    void skipReference() throws IOException {
        addRef(new Object());
    }

    /**
     * Begins an object of the given class, and defines it first if this message has not yet.
     *
     * @param className the same String object every time, as it is compared by identity
     */
    void beginObject(String className, String... fields) throws IOException {
        if (writeObjectBegin(className) == -1) {
            writeClassFieldLength(fields.length);
            for (String field : fields) {
                writeString(field);
            }
            writeObjectBegin(className);
        }
    }

    /** Writes attachments: a map of text keys that Dubbo's readers expect without a class. */
    void writeUntypedMap(Map<String, ?> map) throws IOException {
        skipReference();
        writeMapBegin(null);
        for (Map.Entry<String, ?> entry : map.entrySet()) {
            writeString(entry.getKey());
            writeObject(entry.getValue());
        }
        writeMapEnd();
    }
}
