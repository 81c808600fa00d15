// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls;

import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.remoting.netty.spi.TlsContext;
import io.tern.rpc.remoting.netty.spi.TlsProvider;
import io.tern.rpc.remoting.tls.internal.FileTlsContext;
import java.io.IOException;

/** TLS 1.3 and 1.2 by the Java machine, with keys in PEM files. */
public final class JdkTlsProvider implements TlsProvider {
    @Override
    public TlsContext server(TlsSettings settings) throws IOException {
        return new FileTlsContext(settings, true);
    }

    @Override
    public TlsContext client(TlsSettings settings) throws IOException {
        return new FileTlsContext(settings, false);
    }
}
