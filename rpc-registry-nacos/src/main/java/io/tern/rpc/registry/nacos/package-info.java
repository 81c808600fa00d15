// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Nacos as a registry and store of rules, in the layout of Dubbo's connector. */
@NullMarked
package io.tern.rpc.registry.nacos;

import org.jspecify.annotations.NullMarked;
