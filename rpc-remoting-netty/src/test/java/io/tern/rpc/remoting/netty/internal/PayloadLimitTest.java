// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.TransportFixture;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PayloadLimitTest extends TransportFixture {
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
    void anArgumentFarOverThePayloadLimitIsNotEncodedToItsEnd() throws Exception {
        Connection connection = connect(serve(provider()).address().getPort());
        AtomicLong read = new AtomicLong();
        InputStream argument = new InputStream() {
            @Override
            public int read() {
                return read.incrementAndGet() > 32 << 20 ? -1 : 1;
            }
        };
        ResponseFuture<?> reply = connection.send(
                call(CallMode.FUTURE, false, 10_000, "anything", argument), prepared("anything", 1_000));
        assertThat(failure(reply))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("payload limit of 1000 bytes");
        assertThat(read.get()).isLessThan(1 << 20);
        assertThat(connection.inFlight()).isZero();
    }
}
