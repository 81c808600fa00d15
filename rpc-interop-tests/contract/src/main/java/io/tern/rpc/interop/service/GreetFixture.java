// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.service;

import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.peer.CallContext;
import org.jspecify.annotations.Nullable;

/** Greets. */
public final class GreetFixture implements GreetService {
    private final CallContext context;

    public GreetFixture(CallContext context) {
        this.context = context;
    }

    @Override
    public String hello(String who) {
        return "hello " + who;
    }

    @Override
    public @Nullable String attachment(String key) {
        return context.attachments().get(key);
    }
}
