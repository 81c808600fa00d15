// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Conformance suites and fixtures that an implementation of an extension point subclasses in its tests. */
@NullMarked
package io.tern.rpc.testing;

import org.jspecify.annotations.NullMarked;
