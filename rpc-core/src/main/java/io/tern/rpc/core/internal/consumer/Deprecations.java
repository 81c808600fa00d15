// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of calls to what the provider calls deprecated, once for each method of a reference, however often its provider
 * changes its mind. Thread-safe.
 */
final class Deprecations {
    private static final Logger log = LoggerFactory.getLogger(Deprecations.class);
    private static final String DEPRECATED = "deprecated";

    private final String reference;
    /** The methods that were warned of. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** {@code reference} stands in the lines. */
    Deprecations(String reference) {
        this.reference = reference;
    }

    /** {@code next} itself for methods that are not deprecated. */
    Invoker link(MethodDescriptor method, MethodSettings settings, Invoker next) {
        String said = settings.parameters().get(DEPRECATED);
        if (said == null || !said.strip().equalsIgnoreCase("true") || ReferenceMethods.isEcho(method)) {
            return next;
        }
        String name = method.toString();
        return call -> {
            if (told.add(name)) {
                log.warn(
                        "{} calls {}, which its provider calls deprecated; ask there what to call instead, or silence"
                                + " this with the parameter deprecated=false of the reference",
                        reference,
                        name);
            }
            return next.invoke(call);
        };
    }
}
