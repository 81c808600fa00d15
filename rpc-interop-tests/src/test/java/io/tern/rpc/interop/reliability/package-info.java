// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/**
 * Processes, links and registries that fail under steady traffic. Every run keeps a history, call by call, and is judged by
 * {@link io.tern.rpc.interop.traffic.Tally}; what a fault may cost differs, what it must never do does not: lose a call, give
 * a wrong answer, run a request twice.
 */
@NullMarked
package io.tern.rpc.interop.reliability;

import org.jspecify.annotations.NullMarked;
