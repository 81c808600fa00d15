// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** What to do when a provider fails; which provider is tried first is the balancers'. */
@NullMarked
package io.tern.rpc.core.internal.cluster;

import org.jspecify.annotations.NullMarked;
