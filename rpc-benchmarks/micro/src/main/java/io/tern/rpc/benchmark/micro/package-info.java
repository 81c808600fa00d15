// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** JMH benchmarks of single parts; those that need package-private classes stand in their packages. */
@NullMarked
package io.tern.rpc.benchmark.micro;

import org.jspecify.annotations.NullMarked;
