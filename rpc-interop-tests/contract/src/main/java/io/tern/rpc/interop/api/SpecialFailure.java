// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

/** A subclass of a declared exception that no method declares itself. */
public class SpecialFailure extends CheckedFailure {
    private final String speciality;

    public SpecialFailure(String message, String speciality) {
        super(message, -1, null);
        this.speciality = speciality;
    }

    public String speciality() {
        return speciality;
    }
}
