// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

/** An enum without bodies. */
public enum Level {
    LOW,
    MIDDLE,
    HIGH
}
