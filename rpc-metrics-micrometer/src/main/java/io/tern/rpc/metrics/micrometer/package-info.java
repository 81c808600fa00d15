// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Figures of calls, pools and connections in registries of Micrometer. */
@NullMarked
package io.tern.rpc.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
