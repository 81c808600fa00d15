// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.peer;

/** One consumer that is connected to one provider: what a scenario runs on. */
public interface ScenarioSession {
    /** A bean of the consumer's context by the id that consumer.xml gives it. */
    <T> T bean(String id, Class<T> type);

    CallContext context();

    /** The library that this consumer is. */
    PeerLine consumer();

    /** The library that the provider is. */
    PeerLine provider();
}
