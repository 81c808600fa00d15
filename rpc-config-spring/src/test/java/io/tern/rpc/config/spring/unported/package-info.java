// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** A package to be searched, with classes that nobody has ported from Dubbo yet. */
@NullMarked
package io.tern.rpc.config.spring.unported;

import org.jspecify.annotations.NullMarked;
