// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.spi.PeerDialect;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What never changes about the calls of one method to one endpoint; endpoints that differ in the address only have equal ones.
 *
 * @param path the name under which the provider exports the service
 * @param interfaceName the service interface
 * @param version null if none
 * @param group null if none
 * @param attachments further constant attachments: {@code token}, {@code timeout}, {@code remote.application}; never null
 * @param payloadLimitBytes largest request body; 0 or less: no limit
 * @param callback a call from a provider to a consumer: it names no version, and its constant attachments are path, group and
 *     those given here
 * @param dialect which names of Dubbo's own classes the endpoint knows
 */
public record CallHead(
        String path,
        String interfaceName,
        @Nullable String version,
        @Nullable String group,
        Map<String, String> attachments,
        int payloadLimitBytes,
        boolean callback,
        PeerDialect dialect) {
    public CallHead {
        attachments = Map.copyOf(attachments);
    }

    /** Of calls to an endpoint of which nothing else is known than that it is one of today. */
    public CallHead(
            String path,
            String interfaceName,
            @Nullable String version,
            @Nullable String group,
            Map<String, String> attachments,
            int payloadLimitBytes,
            boolean callback) {
        this(path, interfaceName, version, group, attachments, payloadLimitBytes, callback, PeerDialect.APACHE);
    }

    /** The same, of calls from a consumer to a provider. */
    public CallHead(
            String path,
            String interfaceName,
            @Nullable String version,
            @Nullable String group,
            Map<String, String> attachments,
            int payloadLimitBytes) {
        this(path, interfaceName, version, group, attachments, payloadLimitBytes, false);
    }
}
