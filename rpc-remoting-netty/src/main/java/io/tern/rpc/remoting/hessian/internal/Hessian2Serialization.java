// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.Serialization;

/** Hessian 2, the serialization that every Dubbo peer has. */
public final class Hessian2Serialization implements Serialization {
    private static final int ID = 2;

    @Override
    public String name() {
        return "hessian2";
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public ObjectCodec codec(ClassPolicy policy, ClassLoader loader) {
        return new HessianCodec(policy, loader);
    }
}
