// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Calls to services of the same instance, which cross no socket, and what hears of references, services and connections. */
@NullMarked
package io.tern.rpc.interop.inprocess;

import org.jspecify.annotations.NullMarked;
