// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The builder API of the engine: refer, export and close; everything that is not called by applications is in the internal packages. */
@NullMarked
package io.tern.rpc.core;

import org.jspecify.annotations.NullMarked;
