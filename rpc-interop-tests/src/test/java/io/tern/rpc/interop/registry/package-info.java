// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Tern's registries and Dubbo's own side by side. */
@NullMarked
package io.tern.rpc.interop.registry;

import org.jspecify.annotations.NullMarked;
