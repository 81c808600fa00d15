// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcException;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import io.tern.rpc.spi.transport.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What calls mean on the event loops of a transport that has some. */
public abstract class EventLoopConformanceTest extends TransportFixture {
    @Test
    void aBlockingCallOnAnEventLoopFailsAtOnce() throws Exception {
        Connection connection = connect(serve(provider()).address().getPort());
        ServerSocket nobody = closing(RawPeer.listen());
        nobody.close();
        Connection down = open(nobody.getLocalPort());
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        RequestHandler onLoop = new RequestHandler() {
            @Override
            public @Nullable RequestTarget find(RequestHead head) {
                return null;
            }

            @Override
            public void accept(IncomingCall call) {
                try {
                    failures.add(failure(sync(connection, "echo", "x")));
                    failures.add(failure(
                            connection.send(call(CallMode.FUTURE, true, 3_000, "later", "x"), prepared("later"))));
                    failures.add(
                            failure(down.send(call(CallMode.FUTURE, false, 3_000, "later", "x"), prepared("later"))));
                } catch (Exception | AssertionError e) {
                    failures.add(e);
                }
                call.drop();
            }
        };
        Server server = closing(transport()
                .bind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        sockets().of(ServerSettings.DEFAULT),
                        onLoop));
        closing(peer(server.address())).write(0x82, 0, 1, RawPeer.requestBody("2.0.2", "echo", "x"));
        for (int i = 0; i < 2; i++) {
            assertThat(failures.poll(5, SECONDS))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("event loop")
                    .hasMessageContaining("tern-io-probe");
        }
        assertThat(failures.poll(5, SECONDS)).isInstanceOf(RpcException.class);
    }
}
