// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.ObjectWriter;
import io.tern.rpc.spi.PeerDialect;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;

/** What all messages of one class loader and policy share. */
final class HessianCodec implements ObjectCodec {
    private final ClassLookup lookup;
    private final FormTable forms;
    private final WriterTable writers = new WriterTable();
    private final TypeUses uses = new TypeUses();
    private final DefinitionCache definitions = new DefinitionCache();
    private final ReusePool<HessianReader> readers = new ReusePool<>();
    private final ReusePool<GuardedOutput> outputs = new ReusePool<>();

    HessianCodec(ClassPolicy policy, ClassLoader loader) {
        this.lookup = new ClassLookup(policy, loader);
        this.forms = new FormTable(lookup);
    }

    @Override
    public ObjectWriter writer(OutputStream out, PeerDialect dialect) {
        GuardedOutput output = outputs.take();
        if (output == null) {
            output = new GuardedOutput(writers);
        }
        output.open(out, dialect);
        return new HessianWriter(this, output);
    }

    @Override
    public ObjectReader reader(InputStream in, int length) {
        HessianReader reader = readers.take();
        if (reader == null) {
            reader = new HessianReader(this, new GuardedInput(lookup, forms, definitions));
        }
        reader.open(in, length);
        return reader;
    }

    TypeUse use(Class<?> type, Type genericType) {
        return uses.of(type, genericType);
    }

    /** Takes back a reader that has let go of its message. */
    void release(HessianReader reader) {
        readers.giveBack(reader);
    }

    void release(GuardedOutput out, boolean broken) {
        if (!broken && out.isSmall()) {
            out.clear();
            outputs.giveBack(out);
        }
    }
}
