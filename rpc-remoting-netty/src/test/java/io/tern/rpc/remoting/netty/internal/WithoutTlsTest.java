// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.RawPeer;
import io.tern.rpc.testing.transport.TransportFixture;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Nothing that encrypts is on the class path here. */
class WithoutTlsTest extends TransportFixture {
    private static final String MODULE = "io.tern:rpc-remoting-tls";

    @Override
    protected TransportFactory factory() {
        return new CountingFactory();
    }

    @Test
    void aPortThatShallBeEncryptedDoesNotOpenAndNamesTheModule() {
        TlsSettings tls = new TlsSettings(URI.create("file:/chain.pem"), URI.create("file:/key.pem"), null, null, true);
        assertThatThrownBy(() -> serve(provider(), new ServerSettings(0, 1_000, 60_000, true, tls)))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining(MODULE);
    }

    @Test
    void aConnectionThatShallBeEncryptedIsNotMadeAndNamesTheModule() throws Exception {
        try (ServerSocket nobody = RawPeer.listen()) {
            Connection connection = open(
                    nobody.getLocalPort(),
                    new ConnectionSettings(1_000, 60_000, 0, 1_000, true, TlsSettings.DEFAULT, true));
            assertThatThrownBy(() -> connection.connect().toCompletableFuture().get(5, SECONDS))
                    .hasMessageContaining(MODULE);
            assertThatThrownBy(() -> sync(connection, "echo", "x").get(5, SECONDS))
                    .hasCauseInstanceOf(RpcConnectionException.class)
                    .hasMessageContaining(MODULE);
            nobody.setSoTimeout(100);
            assertThatThrownBy(nobody::accept).isInstanceOf(SocketTimeoutException.class);
            assertThat(connection.isAvailable()).isFalse();
        }
    }
}
