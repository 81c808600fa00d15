// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Classes that tests find by their package. */
@NullMarked
package io.tern.rpc.config.spring.scanned;

import org.jspecify.annotations.NullMarked;
