// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The service of the demo with a registry. */
@NullMarked
package io.tern.rpc.demo.price;

import org.jspecify.annotations.NullMarked;
