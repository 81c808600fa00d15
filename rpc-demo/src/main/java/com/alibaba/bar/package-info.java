// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The second service of the demo, as both sides know it: interface and value. */
@NullMarked
package com.alibaba.bar;

import org.jspecify.annotations.NullMarked;
