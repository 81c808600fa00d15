// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Calls to services of the same Tern instance: a transport without sockets, and which services there are. */
@NullMarked
package io.tern.rpc.core.internal.inprocess;

import org.jspecify.annotations.NullMarked;
