// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.Endpoint;
import io.tern.rpc.spi.EndpointInvoker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An invoker that has worked its share of the traffic out once. */
public interface Weighted {
    /** The share of a provider that says nothing, Dubbo's. */
    int DEFAULT = 100;

    /** The share, relative to those of the other providers; 0: none as long as another provider has one. */
    int weight();

    /** What an endpoint's parameter {@code weight} says. */
    static int of(Endpoint endpoint) {
        String text = endpoint.parameters().get("weight");
        if (text == null) {
            return DEFAULT;
        }
        try {
            return Math.max(0, Integer.parseInt(text.trim()));
        } catch (NumberFormatException e) {
            Logger log = LoggerFactory.getLogger(Weighted.class);
            log.warn("{}: weight is not a whole number from 0 to 2147483647; taking {}", endpoint, DEFAULT);
            return DEFAULT;
        }
    }

    /** The share of any invoker. */
    static int of(EndpointInvoker invoker) {
        return invoker instanceof Weighted weighted ? weighted.weight() : of(invoker.endpoint());
    }
}
