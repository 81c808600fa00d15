// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Encrypted connections. */
@NullMarked
package io.tern.rpc.interop.tls;

import org.jspecify.annotations.NullMarked;
