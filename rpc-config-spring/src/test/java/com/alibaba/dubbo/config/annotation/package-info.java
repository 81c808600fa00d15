// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Annotations that play those of Dubbo. */
@NullMarked
package com.alibaba.dubbo.config.annotation;

import org.jspecify.annotations.NullMarked;
