// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** A registry that is a file: a list of providers that somebody else writes. */
@NullMarked
package io.tern.rpc.core.internal.registry.file;

import org.jspecify.annotations.NullMarked;
