// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** One ZooKeeper session at a time, what is published in it and what is watched. All state belongs to one thread. */
@NullMarked
package io.tern.rpc.registry.zookeeper.internal;

import org.jspecify.annotations.NullMarked;
