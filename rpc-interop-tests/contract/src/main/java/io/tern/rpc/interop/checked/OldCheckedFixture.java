// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.checked;

/** Greets whomever the check lets through. */
public final class OldCheckedFixture implements OldCheckedService {
    @Override
    public String greet(String name) {
        return "hello " + name;
    }
}
