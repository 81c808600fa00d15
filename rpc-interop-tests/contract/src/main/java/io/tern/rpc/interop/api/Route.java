// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of references, another record among them. */
public record Route(
        String name, List<Coordinates> stops, @Nullable Coordinates last) implements Serializable {}
