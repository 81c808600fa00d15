// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.outside;

import java.io.Serializable;

/** Returns something of a class of its own. */
public interface ThingService {
    /** Something. */
    Thing thing();

    /** Has a name. */
    final class Thing implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String name;

        /** With this name. */
        public Thing(String name) {
            this.name = name;
        }

        /** Its name. */
        public String name() {
            return name;
        }
    }
}
