// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Tests of both proxy factories; the rules are in {@code ProxyFactoryContract}. */
@NullMarked
package io.tern.rpc.proxy;

import org.jspecify.annotations.NullMarked;
