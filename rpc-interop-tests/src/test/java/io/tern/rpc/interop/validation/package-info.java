// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Checks of arguments, and other limits of calls, between processes. */
@NullMarked
package io.tern.rpc.interop.validation;

import org.jspecify.annotations.NullMarked;
