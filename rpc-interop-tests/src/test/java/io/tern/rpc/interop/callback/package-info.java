// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Callback arguments: Tern with itself and with real Dubbo peers. */
@NullMarked
package io.tern.rpc.interop.callback;

import org.jspecify.annotations.NullMarked;
