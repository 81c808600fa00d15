// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.orders;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bean of an application, outside of Tern's own packages, which peers can never make objects of. */
public final class Order {
    private @Nullable String name;
    private List<Line> lines = new ArrayList<>();

    public @Nullable String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public List<Line> getLines() {
        return lines;
    }

    public void setLines(List<Line> lines) {
        this.lines = lines;
    }
}
