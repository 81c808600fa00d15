// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Exceptions of services, replaced by mappers of the application. */
@NullMarked
package io.tern.rpc.core.internal.exception;

import org.jspecify.annotations.NullMarked;
