// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.RawPeer;
import io.tern.rpc.testing.transport.TransportFixture;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SentCallTest extends TransportFixture {
    private static final int ROUNDS = 20;
    /** More than both sockets' buffers take, with a small one on the receiver. */
    private static final String LARGE = "x".repeat(16 << 20);

    private final CountingFactory factory = new CountingFactory();

    @Override
    protected TransportFactory factory() {
        return factory;
    }

    @Override
    protected void assertNothingLeft() {
        factory.assertNothingLeft();
    }

    /** The waiting caller and the deadline sweep find the timeout at the same time: whoever is first, the call has failed. */
    @Test
    @Timeout(60)
    void anAsynchronousCallThatIsNotWrittenInTimeHasFailedWhenSendReturns() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (ServerSocket listener = RawPeer.listen()) {
                listener.setReceiveBufferSize(8 * 1024);
                Connection connection = open(listener.getLocalPort(), settings(60_000));
                connection.connect().toCompletableFuture().get(5, SECONDS);
                RawPeer provider = new RawPeer(listener.accept());

                ResponseFuture<?> reply =
                        connection.send(call(CallMode.FUTURE, true, 100, "later", LARGE), prepared("later"));

                assertThat(reply).as("round %s", round).isDone();
                assertThatThrownBy(reply::get).cause().isInstanceOf(RpcTimeoutException.class);
                provider.reset();
                connection.close(0);
            }
        }
    }
}
