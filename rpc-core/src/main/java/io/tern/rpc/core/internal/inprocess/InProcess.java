// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.spi.transport.Transport;

/**
 * The inside of one process.
 *
 * @param transport moves calls in it
 * @param services who can be called
 */
public record InProcess(Transport transport, LocalServices services) {}
