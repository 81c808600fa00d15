// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Root of a small hierarchy; the fields of a superclass must survive. */
public abstract class Animal implements Serializable {
    public @Nullable String name;
    public int legs;
    private @Nullable String secret;

    /** Sets the private field of the superclass. */
    public void hide(String value) {
        secret = value;
    }
}
