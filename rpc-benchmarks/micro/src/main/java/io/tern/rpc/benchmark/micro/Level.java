// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

/** What a user pays. */
public enum Level {
    FREE,
    BASIC,
    PLUS
}
