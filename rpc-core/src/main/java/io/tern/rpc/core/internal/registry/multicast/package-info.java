// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Dubbo's multicast registry: everybody tells everybody, without a server. */
@NullMarked
package io.tern.rpc.core.internal.registry.multicast;

import org.jspecify.annotations.NullMarked;
