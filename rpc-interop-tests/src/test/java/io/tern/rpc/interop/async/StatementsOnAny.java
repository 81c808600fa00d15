// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

/** Statements that hold with any provider; what they run on. */
interface StatementsOnAny {
    /** The provider of this test class and the consumer that calls it. */
    Bench bench();
}
