// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Router;
import java.util.List;

/** A router that is a bean. */
public final class NearRouter implements Router {
    @Override
    public String name() {
        return "near";
    }

    @Override
    public List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call) {
        return providers;
    }
}
