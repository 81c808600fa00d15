// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Annotations that play those of Dubbo. */
@NullMarked
package org.apache.dubbo.config.spring.context.annotation;

import org.jspecify.annotations.NullMarked;
