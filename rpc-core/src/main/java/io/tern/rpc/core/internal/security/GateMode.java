// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.security;

/** How a {@link ClassGate} treats a class that no list names. There is no mode that admits everything. */
public enum GateMode {
    /** Refuses it. */
    STRICT,
    /**
     * Admits it if it lives near the service interfaces, and logs once the line that admits it for good. For the time of
     * a migration from Dubbo, whose releases before 3.3 trust whole packages.
     */
    LEARN
}
