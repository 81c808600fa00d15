// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** A small order service, as both sides know it: interface, value and exception. */
@NullMarked
package io.tern.rpc.demo.order;

import org.jspecify.annotations.NullMarked;
