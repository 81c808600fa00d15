// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** From the elements of all files of a context to its one Tern instance, and that instance's life in the context. */
@NullMarked
package io.tern.rpc.config.spring.internal;

import org.jspecify.annotations.NullMarked;
