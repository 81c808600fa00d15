// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/**
 * What operators' rules mean for one consumer: rules go in as texts, and out come {@link
 * io.tern.rpc.core.internal.governance.Overrides} and {@link io.tern.rpc.core.internal.governance.Routes}. Nothing here
 * connects, runs or loads anything that a rule names.
 */
@NullMarked
package io.tern.rpc.core.internal.governance;

import org.jspecify.annotations.NullMarked;
