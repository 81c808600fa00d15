// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.spi;

import io.tern.rpc.config.TlsSettings;
import java.io.IOException;

/**
 * Encrypts connections by TLS; the module {@code rpc-remoting-tls} is one. Found through {@link java.util.ServiceLoader}, the
 * first one counts. Stateless; thread-safe.
 */
public interface TlsProvider {
    /**
     * For ports. Reads the files of the settings, which may block.
     *
     * @throws IOException if that fails; the message names the file, and no secret
     */
    TlsContext server(TlsSettings settings) throws IOException;

    /**
     * For connections to providers. Reads the files of the settings, which may block.
     *
     * @throws IOException if that fails; the message names the file, and no secret
     */
    TlsContext client(TlsSettings settings) throws IOException;
}
