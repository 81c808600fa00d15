// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.Transport;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.ProbeService;
import io.tern.rpc.testing.transport.TransportFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One connection, as many calls as it can carry. */
class ManyCallsTest extends TransportFixture {
    private final CountingFactory factory = new CountingFactory();

    @Override
    protected TransportFactory factory() {
        return factory;
    }

    @Override
    protected void assertNothingLeft() {
        factory.assertNothingLeft();
    }

    @Test
    void aHundredThousandCallsWaitOnOneConnectionAndAllEndWhenItIsLost() throws Exception {
        ServerSocket socket = closing(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
        ExecutorService callbacks = Executors.newFixedThreadPool(2);
        closing((AutoCloseable) callbacks::shutdown);
        Transport transport = newTransport(callbacks);
        Connection connection = closing(transport.open(
                new Endpoint("127.0.0.1", socket.getLocalPort(), ProbeService.class.getName(), Map.of()),
                settings(60_000)));
        Socket provider = closing(socket.accept());
        socket.close();
        workers().execute(() -> {
            try {
                provider.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException closed) {
                // the connection is lost on purpose
            }
        });
        PreparedCall echo = prepared("echo");
        AtomicInteger lost = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(InFlightTable.LIMIT);
        for (int i = 0; i < InFlightTable.LIMIT; i++) {
            ResponseFuture<?> future = connection.send(call(CallMode.FUTURE, false, 60_000, "echo", "x"), echo);
            future.whenComplete((value, error) -> {
                lost.addAndGet(error instanceof RpcConnectionException ? 1 : 0);
                ended.countDown();
            });
        }
        assertThat(connection.inFlight()).isEqualTo(InFlightTable.LIMIT);
        assertThat(failure(connection.send(call(CallMode.FUTURE, false, 60_000, "echo", "x"), echo)))
                .isInstanceOf(RpcLimitException.class);
        provider.close();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(lost).hasValue(InFlightTable.LIMIT);
        assertThat(connection.inFlight()).isZero();
    }
}
