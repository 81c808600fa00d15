// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.catalog;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What can refer to itself. */
public class Knot implements Serializable {
    private static final long serialVersionUID = 1L;

    private @Nullable String name;
    private @Nullable Knot next;

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable Knot getNext() {
        return next;
    }

    public void setNext(@Nullable Knot next) {
        this.next = next;
    }
}
