// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.catalog;

/** What the catalog declares. */
public class CatalogFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public CatalogFailure(String message) {
        super(message);
    }
}
