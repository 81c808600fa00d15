// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Tern and real Dubbo that find each other in a real ZooKeeper, obey the same rules there, and leave it. */
@NullMarked
package io.tern.rpc.interop.registry;

import org.jspecify.annotations.NullMarked;
