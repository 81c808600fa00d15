// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.work;

/** A rank of users. */
public enum Level {
    BRONZE,
    SILVER,
    GOLD
}
