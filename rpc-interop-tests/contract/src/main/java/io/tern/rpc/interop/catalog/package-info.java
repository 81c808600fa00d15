// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** A service that is called, or offered, without its interface. */
@NullMarked
package io.tern.rpc.interop.catalog;

import org.jspecify.annotations.NullMarked;
