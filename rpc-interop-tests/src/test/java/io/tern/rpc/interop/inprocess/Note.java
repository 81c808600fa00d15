// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import java.io.Serializable;

/** A value that can be changed. */
public final class Note implements Serializable {
    private static final long serialVersionUID = 1L;

    private String text;

    /** For the serialization. */
    public Note() {
        this("");
    }

    public Note(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public void write(String other) {
        text = other;
    }
}
