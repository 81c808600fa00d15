// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The ZooKeeper registry as the engine finds it; sessions, entries and watches are in the internal package. */
@NullMarked
package io.tern.rpc.registry.zookeeper;

import org.jspecify.annotations.NullMarked;
