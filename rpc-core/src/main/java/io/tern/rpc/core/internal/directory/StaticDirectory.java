// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.List;

/** The providers of a {@code url="…;…"}: as many as were written, for as long as the reference lives. Compared by identity. */
public final class StaticDirectory implements Directory {
    private final ServiceKey service;
    private final List<EndpointInvoker> providers;

    public StaticDirectory(ServiceKey service, List<EndpointInvoker> providers) {
        this.service = service;
        this.providers = List.copyOf(providers);
    }

    @Override
    public ServiceKey service() {
        return service;
    }

    @Override
    public List<EndpointInvoker> snapshot() {
        return providers;
    }

    @Override
    public List<EndpointInvoker> candidates(Invocation call) {
        List<EndpointInvoker> asked = AskedProvider.of(call, providers);
        return asked == null ? providers : asked;
    }
}
