// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import java.util.ArrayList;

/** A list that no interface mentions and that reports everything that runs in it. */
public class MarkerList extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;

    static {
        Touches.touch("static block of a list");
    }

    public MarkerList() {
        Touches.touch("constructor of a list");
    }

    @Override
    public boolean add(Object element) {
        Touches.touch("add");
        return super.add(element);
    }
}
