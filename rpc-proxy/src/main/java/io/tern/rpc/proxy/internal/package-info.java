// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** How stub and dispatcher classes are generated, where they are defined, and what stands in when they cannot be. */
@NullMarked
package io.tern.rpc.proxy.internal;

import org.jspecify.annotations.NullMarked;
