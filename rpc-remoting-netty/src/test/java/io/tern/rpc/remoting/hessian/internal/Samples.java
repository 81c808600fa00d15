// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.Serializable;
import java.util.Objects;

/** Classes an application could have. */
final class Samples {
    private Samples() {}

    enum Color {
        RED,
        GREEN,
        WITH_BODY {
            @Override
            public String toString() {
                return "body";
            }
        }
    }

    record Point(int x, float y, String name) implements Serializable {}

    static class Node implements Serializable {
        String name;
        Node next;
        float weight = 1.5f;
        long after = 3;

        Node(String name, Node next) {
            this.name = name;
            this.next = next;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Node node
                    && Objects.equals(name, node.name)
                    && Objects.equals(next, node.next)
                    && weight == node.weight
                    && after == node.after;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, weight, after);
        }
    }
}
