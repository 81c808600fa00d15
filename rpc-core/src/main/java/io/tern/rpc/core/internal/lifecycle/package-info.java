// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Starting and stopping: plug-ins, threads, and the order in which things are opened and closed. */
@NullMarked
package io.tern.rpc.core.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
