// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** A package to be searched, with a bean that has a scope. */
@NullMarked
package io.tern.rpc.config.spring.scoped;

import org.jspecify.annotations.NullMarked;
