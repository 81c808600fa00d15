// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.scoped;

import io.tern.rpc.config.spring.Sample;
import io.tern.rpc.config.spring.annotation.RpcService;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

/** A new one for each call, behind one proxy. */
@RpcService(export = "false")
@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
public class ScopedServer extends Sample.FooOnly {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public String findFoo(String key) {
        return key + calls.incrementAndGet();
    }
}
