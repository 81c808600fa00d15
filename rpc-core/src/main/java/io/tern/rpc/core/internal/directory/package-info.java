// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Where a reference's providers come from. */
@NullMarked
package io.tern.rpc.core.internal.directory;

import org.jspecify.annotations.NullMarked;
