// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Tests of annotations. */
@NullMarked
package io.tern.rpc.config.spring.annotation;

import org.jspecify.annotations.NullMarked;
