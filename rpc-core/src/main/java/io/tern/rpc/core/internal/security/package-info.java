// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Which classes may be created from a peer's bytes: the gate, its lists, and the types that a service interface opens. */
@NullMarked
package io.tern.rpc.core.internal.security;

import org.jspecify.annotations.NullMarked;
