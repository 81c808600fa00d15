// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The registries of the engine under the conformance suite. */
@NullMarked
package io.tern.rpc.testing.registry.core;

import org.jspecify.annotations.NullMarked;
