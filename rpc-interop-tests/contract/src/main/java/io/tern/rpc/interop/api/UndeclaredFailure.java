// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

/** A checked exception that the method throwing it does not declare. */
public class UndeclaredFailure extends Exception {
    public UndeclaredFailure(String message) {
        super(message);
    }
}
