// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Calls without the interface, and services without it, between Tern and real Dubbo. */
@NullMarked
package io.tern.rpc.interop.generic;

import org.jspecify.annotations.NullMarked;
