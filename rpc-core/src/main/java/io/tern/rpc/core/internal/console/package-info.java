// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/**
 * The admin console: a port for lines and for HTTP that is open only if somebody asks for it, what it answers, and who may ask.
 * Knows nothing of how an instance is built: that tells it through {@link
 * io.tern.rpc.core.internal.console.ConsoleTarget}.
 */
@NullMarked
package io.tern.rpc.core.internal.console;

import org.jspecify.annotations.NullMarked;
