// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Results that are kept on the consumer: {@code cache="…"}. */
@NullMarked
package io.tern.rpc.core.internal.cache;

import org.jspecify.annotations.NullMarked;
