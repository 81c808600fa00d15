// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Names of Dubbo 2.6 for code that was compiled against it: the context, its future, and its exception. */
@NullMarked
package com.alibaba.dubbo.rpc;

import org.jspecify.annotations.NullMarked;
