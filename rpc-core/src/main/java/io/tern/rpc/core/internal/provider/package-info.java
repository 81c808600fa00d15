// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Serving requests: ports, the table of exported services, workers, and the way of one request to its reply. */
@NullMarked
package io.tern.rpc.core.internal.provider;

import org.jspecify.annotations.NullMarked;
