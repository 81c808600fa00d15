// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Factories of consumer stubs and provider dispatchers; the classes they generate are built in the internal package. */
@NullMarked
package io.tern.rpc.proxy;

import org.jspecify.annotations.NullMarked;
