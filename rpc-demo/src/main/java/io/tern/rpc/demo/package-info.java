// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The demo: a provider process and a consumer process that call each other over loopback. */
@NullMarked
package io.tern.rpc.demo;

import org.jspecify.annotations.NullMarked;
