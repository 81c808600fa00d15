// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Where providers are found: what a registry must do, and the form in which Dubbo writes its entries. Nothing that needs a client library. */
@NullMarked
package io.tern.rpc.spi.registry;

import org.jspecify.annotations.NullMarked;
