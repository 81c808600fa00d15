// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Apache Dubbo as a contender. */
@NullMarked
package io.tern.rpc.benchmark.dubbo;

import org.jspecify.annotations.NullMarked;
