// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** From elements as they were written to immutable settings: ids, links between elements, precedence. No beans, no sockets. */
@NullMarked
package io.tern.rpc.core.internal.settings;

import org.jspecify.annotations.NullMarked;
