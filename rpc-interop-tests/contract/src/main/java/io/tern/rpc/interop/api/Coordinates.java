// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;

/** A record of primitives. */
public record Coordinates(double latitude, double longitude, int altitude, boolean exact) implements Serializable {}
