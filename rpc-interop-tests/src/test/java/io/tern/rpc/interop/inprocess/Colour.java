// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

/** A value that cannot be changed, but is another one in each class loader. */
public enum Colour {
    RED,
    BLUE
}
