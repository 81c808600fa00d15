// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** One line for each call, on both sides: {@code accesslog="…"}. */
@NullMarked
package io.tern.rpc.core.internal.accesslog;

import org.jspecify.annotations.NullMarked;
