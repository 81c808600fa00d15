// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

/** How much an attribute matters. */
public enum Tier {
    /** In the files of typical users; part of the first usable release. */
    A,
    /** Part of the complete product. */
    B,
    /** Accepted and checked, never with an effect; reported with the reason. */
    C
}
