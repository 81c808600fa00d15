// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import java.util.HashMap;

/** A map that no interface mentions and that reports everything that runs in it. */
public class MarkerMap extends HashMap<Object, Object> {
    private static final long serialVersionUID = 1L;

    static {
        Touches.touch("static block of a map");
    }

    public MarkerMap() {
        Touches.touch("constructor of a map");
    }

    @Override
    public Object put(Object key, Object value) {
        Touches.touch("put");
        return super.put(key, value);
    }
}
