// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

/** What a transport has worked out about a method once. Opaque to the engine; immutable. */
public interface PreparedCall {}
