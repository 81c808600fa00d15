// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** One field of each primitive type and of each wrapper. */
public class Scalars implements Serializable {
    public boolean primitiveBoolean;
    public byte primitiveByte;
    public short primitiveShort;
    public int primitiveInt;
    public long primitiveLong;
    public char primitiveChar;
    public double primitiveDouble;
    public @Nullable Boolean boxedBoolean;
    public @Nullable Byte boxedByte;
    public @Nullable Short boxedShort;
    public @Nullable Integer boxedInt;
    public @Nullable Long boxedLong;
    public @Nullable Character boxedChar;
    public @Nullable Double boxedDouble;
}
