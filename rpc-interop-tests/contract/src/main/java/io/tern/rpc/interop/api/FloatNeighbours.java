// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Primitive {@code float} fields with neighbours on both sides. hessian-lite 4.0.0 to 4.0.4 stores such a field as eight bytes and so
 * overwrites what lies behind it.
 */
public class FloatNeighbours implements Serializable {
    public long before;
    public float first;
    public int between;
    public float second;
    public long after;
    public @Nullable Float boxed;
    public float[] array = {};
}
