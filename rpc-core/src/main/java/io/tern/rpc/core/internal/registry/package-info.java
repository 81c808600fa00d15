// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** What the engine does with registries: opens them, publishes services, reads what they say. Not the registries themselves. */
@NullMarked
package io.tern.rpc.core.internal.registry;

import org.jspecify.annotations.NullMarked;
