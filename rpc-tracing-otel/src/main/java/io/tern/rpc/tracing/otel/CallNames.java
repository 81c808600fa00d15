// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.tern.rpc.GenericService;
import io.tern.rpc.spi.Invocation;

/** What a call is called. */
final class CallNames {
    private CallNames() {}

    /** The method that is meant, of generic calls too. */
    static String method(Invocation call) {
        boolean generic = call.method().serviceInterface() == GenericService.class;
        return generic && call.arguments().length > 0 && call.arguments()[0] instanceof String meant
                ? meant
                : call.method().name();
    }
}
