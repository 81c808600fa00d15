// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

/** Where a reference calls, and where a service is offered. */
public enum Scope {
    /** Inside this process only. */
    LOCAL,
    /** In other processes only. */
    REMOTE,
    /** Inside this process where the service is exported here, else in others; of a service: both. */
    ANY
}
