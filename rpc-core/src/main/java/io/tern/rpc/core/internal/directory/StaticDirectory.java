// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.List;

/** The providers of a {@code url="…;…"}: as many as were written, for as long as the reference lives. */
public record StaticDirectory(ServiceKey service, List<EndpointInvoker> snapshot) implements Directory {
    public StaticDirectory {
        snapshot = List.copyOf(snapshot);
    }

    @Override
    public List<EndpointInvoker> candidates(Invocation call) {
        List<EndpointInvoker> asked = AskedProvider.of(call, snapshot);
        return asked == null ? snapshot : asked;
    }
}
