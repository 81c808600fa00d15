// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shares of the traffic, as providers ask for them. */
public final class Weights {
    /** The share of a provider that says nothing, Dubbo's. */
    public static final int DEFAULT = 100;

    private static final Logger log = LoggerFactory.getLogger(Weights.class);

    private Weights() {}

    /** What an endpoint's parameter {@code weight} says. */
    public static int of(Endpoint endpoint) {
        String text = endpoint.parameters().get("weight");
        if (text == null) {
            return DEFAULT;
        }
        try {
            return Math.max(0, Integer.parseInt(text.trim()));
        } catch (NumberFormatException e) {
            log.warn("{}: weight is not a whole number from 0 to 2147483647; taking {}", endpoint, DEFAULT);
            return DEFAULT;
        }
    }
}
