// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Plain values, such as texts, numbers, lists and maps, to values of declared types, and back. */
@NullMarked
package io.tern.rpc.core.internal.value;

import org.jspecify.annotations.NullMarked;
