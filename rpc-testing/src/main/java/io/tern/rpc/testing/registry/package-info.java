// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** What every registry must do, as tests to be subclassed. */
@NullMarked
package io.tern.rpc.testing.registry;

import org.jspecify.annotations.NullMarked;
