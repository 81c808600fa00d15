// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The service that all contenders serve, and its values. */
@NullMarked
package io.tern.rpc.benchmark.work;

import org.jspecify.annotations.NullMarked;
