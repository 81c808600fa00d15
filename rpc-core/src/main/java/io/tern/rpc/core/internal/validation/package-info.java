// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Arguments that are checked before they are sent or served: {@code validation="…"}. */
@NullMarked
package io.tern.rpc.core.internal.validation;

import org.jspecify.annotations.NullMarked;
