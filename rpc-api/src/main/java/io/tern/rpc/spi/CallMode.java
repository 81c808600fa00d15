// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

/** What the caller of a method gets. */
public enum CallMode {
    /** The value, after waiting for it. */
    SYNC,
    /** Nothing at once, and the value later through a future. */
    FUTURE,
    /** Nothing, ever: the request is sent without asking for a reply. */
    ONEWAY
}
