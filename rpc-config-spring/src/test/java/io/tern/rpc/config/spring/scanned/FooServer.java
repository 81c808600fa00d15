// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.scanned;

import io.tern.rpc.config.spring.Sample;
import io.tern.rpc.config.spring.annotation.RpcMethod;
import io.tern.rpc.config.spring.annotation.RpcParameter;
import io.tern.rpc.config.spring.annotation.RpcService;
import org.springframework.beans.factory.annotation.Autowired;

/** Serves one interface, so nobody has to say which. */
@RpcService(
        group = "${scanned.group:blue}",
        version = "2.0",
        timeout = "700",
        export = "${scanned.export:false}",
        methods = @RpcMethod(name = "findFoo", executes = "3", timeout = "#{6 * 100}"),
        parameters = @RpcParameter(key = "zone", value = "east"))
public class FooServer extends Sample.FooOnly {
    @Autowired
    private Sample.Seconds seconds;

    /** What was injected. */
    public Sample.Seconds seconds() {
        return seconds;
    }
}
