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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What all messages of one class loader and policy share. */
final class HessianCodec implements ObjectCodec {
    private static final int CACHED_TYPES = 10_000;

    private final ClassLookup lookup;
    private final FormTable forms;
    private final WriterTable writers = new WriterTable();
    private final Map<Type, TypeUse> uses = new ConcurrentHashMap<>();
    private final ReusePool<GuardedInput> inputs = new ReusePool<>();
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
        GuardedInput input = inputs.take();
        if (input == null) {
            input = new GuardedInput(lookup, forms);
        }
        input.open(in, length);
        return new HessianReader(this, input);
    }

    TypeUse use(Class<?> type, Type genericType) {
        TypeUse known = uses.get(genericType);
        if (known != null && known.raw() == type) {
            return known;
        }
        TypeUse use = TypeUse.of(type, genericType);
        // The types of the interfaces' methods, which are few; the bound is for callers that make types.
        if (uses.size() < CACHED_TYPES) {
            uses.put(genericType, use);
        }
        return use;
    }

    void release(GuardedInput in, boolean broken) {
        if (!broken) {
            in.clear();
            inputs.giveBack(in);
        }
    }

    void release(GuardedOutput out, boolean broken) {
        if (!broken && out.isSmall()) {
            out.clear();
            outputs.giveBack(out);
        }
    }
}
