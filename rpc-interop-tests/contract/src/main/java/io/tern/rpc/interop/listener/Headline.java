// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.listener;

import java.io.Serializable;

/** A value that travels in callbacks only. */
public final class Headline implements Serializable {
    private static final long serialVersionUID = 1L;

    private String text = "";
    private int size;

    public Headline() {}

    public Headline(String text, int size) {
        this.text = text;
        this.size = size;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    public int getSize() {
        return size;
    }

    public void setSize(int size) {
        this.size = size;
    }
}
