// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.spi.Invocation;

/**
 * Which tag a call asks for.
 *
 * @param name empty: providers without a tag
 * @param forced better nobody than a provider without it
 */
record CallTag(String name, boolean forced) {
    /** The parameter of providers, the attachment of calls and the parameter of references. */
    static final String KEY = "dubbo.tag";

    static final String FORCE = "dubbo.force.tag";

    /** What the reference says about calls that say nothing. */
    static CallTag of(ConsumerFacts consumer) {
        String name = consumer.value(KEY);
        return new CallTag(name == null ? "" : name, Boolean.parseBoolean(consumer.value(FORCE)));
    }

    /** The tag that a call asks for, which wins over this one's. */
    String nameOf(Invocation call) {
        return call.attachment(KEY) instanceof String asked && !asked.isEmpty() ? asked : name;
    }

    /** Whether a call insists on its tag; what it says wins over this. */
    boolean forcedOf(Invocation call) {
        Object asked = call.attachment(FORCE);
        if (asked instanceof String text && !text.isEmpty()) {
            return Boolean.parseBoolean(text);
        }
        return asked instanceof Boolean insists ? insists : forced;
    }
}
