// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.catalog;

/** What a product is. */
public enum Kind {
    TOOL,
    TOY
}
