// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a graph: may point at itself, at an earlier node, or at the same node twice. */
public class Node implements Serializable {
    public @Nullable String name;
    public @Nullable Node next;
    public List<Node> children = new ArrayList<>();

    public Node() {}

    public Node(String name) {
        this.name = name;
    }
}
