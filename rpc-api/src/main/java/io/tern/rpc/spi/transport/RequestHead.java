// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import org.jspecify.annotations.Nullable;

/**
 * The five strings at the start of a request body (docs/protocol.md, "Request body"). From a peer: any text within the caps.
 *
 * @param protocolVersion {@code 2.0.2} and the like; decides whether the reply may carry attachments
 * @param path interface name or path; the attachment {@code path}, which comes later, wins
 * @param version service version; null if none
 * @param method method name
 * @param descriptor JVM descriptors of the parameters
 */
public record RequestHead(
        @Nullable String protocolVersion,
        @Nullable String path,
        @Nullable String version,
        @Nullable String method,
        @Nullable String descriptor) {}
