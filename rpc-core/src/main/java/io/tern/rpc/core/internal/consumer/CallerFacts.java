// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.Endpoint;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.core.internal.balance.Weight;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.transport.PreparedCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What calls to one provider need, as of one word of it. Immutable; the arrays are shared and nobody writes them.
 *
 * @param weight what the endpoint asks for, which grows while it is new
 * @param terms the rest, shared by all providers that say the same
 */
record CallerFacts(Endpoint endpoint, Weight weight, Terms terms) {
    /**
     * What does not differ between providers that differ in address, weight, tag or age only.
     *
     * @param prepared by method index
     * @param timeoutNanos by method index
     * @param connection never lazy: the engine opens connections when they are needed, and references that differ in
     *     nothing else share one
     * @param own connections of its own; 0: the shared ones
     * @param shared how many it shares, if it has none of its own
     * @param callbacks sends all calls if some have callback arguments; null: none has
     * @param named of a generic reference, by the names of methods with timeouts of their own; null if there are none
     * @param form in which the provider is called if it is a generic service; null: as the interface says
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity, read on each call
    record Terms(
            PreparedCall[] prepared,
            long[] timeoutNanos,
            ConnectionSettings connection,
            int own,
            int shared,
            @Nullable CallbackSender callbacks,
            @Nullable Map<String, Terms> named,
            @Nullable GenericForm form) {
        /** Those of the method that a generic call names. */
        Terms of(Invocation call) {
            String name = named == null ? null : GenericCalls.name(call.arguments());
            return named == null || name == null ? this : named.getOrDefault(name, this);
        }
    }
}
