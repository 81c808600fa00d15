// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The first service of the demo, as both sides know it: interface and value. */
@NullMarked
package com.alibaba.foo;

import org.jspecify.annotations.NullMarked;
