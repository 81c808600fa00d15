// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.ServiceKey;
import java.util.List;

/** A consumer's live view of a service's providers. Thread-safe; readers never lock. */
public interface Directory {
    /** The service that is looked up. */
    ServiceKey service();

    /** The providers known now: one volatile read of an immutable list, which may be empty. */
    List<EndpointInvoker> snapshot();

    /**
     * Those of {@link #snapshot} that this call may go to, by the rules for routing; immutable, may be empty. Without rules
     * the snapshot itself.
     */
    List<EndpointInvoker> candidates(Invocation call);

    /** Why {@link #snapshot} is empty and what to do, for messages: continues "the service". No token, no text of a peer. */
    default String absence() {
        return "has no address to call. Check url of the reference, group and version, and that a provider runs";
    }
}
