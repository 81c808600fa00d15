// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The provider that a call asks for by its address. */
public final class AskedProvider {
    private AskedProvider() {}

    /** It, if it is among these, else nobody; null if the call asks for none in particular. */
    public static @Nullable List<EndpointInvoker> of(Invocation call, List<EndpointInvoker> providers) {
        String address = call.options().address();
        if (address == null) {
            return null;
        }
        for (EndpointInvoker provider : providers) {
            if (provider.endpoint().address().equals(address)) {
                return List.of(provider);
            }
        }
        return List.of();
    }
}
