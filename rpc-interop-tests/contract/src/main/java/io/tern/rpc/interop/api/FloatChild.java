// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

/** Inherits float fields and adds one of its own. */
public class FloatChild extends FloatNeighbours {
    public float own;
    public short neighbour;
}
