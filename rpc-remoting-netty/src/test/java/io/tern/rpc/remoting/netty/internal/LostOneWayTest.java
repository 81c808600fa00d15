// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.RawPeer;
import io.tern.rpc.testing.transport.TransportFixture;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

class LostOneWayTest extends TransportFixture {
    /** More than both sockets' buffers take. */
    private static final String LARGE = "x".repeat(32 << 20);

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
    @Timeout(60)
    void aOneWayRequestThatIsLostAfterTheCallReturnedIsCountedAndLoggedWithMethodAndPeer() throws Exception {
        ServerSocket listener = closing(RawPeer.listen());
        Connection connection = open(listener.getLocalPort(), settings(60_000));
        RawPeer provider = closing(new RawPeer(listener.accept()));
        connection.connect().toCompletableFuture().get(5, SECONDS);
        try (Lines lines = new Lines()) {
            assertThat(connection.send(call(CallMode.ONEWAY, false, 5_000, "fire", LARGE), prepared("fire")))
                    .isCompletedWithValue(null);
            provider.reset();

            assertThat(lines.queue.poll(10, SECONDS))
                    .startsWith("WARN Not sent: ")
                    .contains("#fire(", "127.0.0.1:" + listener.getLocalPort())
                    .doesNotContain("xxx");
            assertThat(count(RpcObserver.Event.ONEWAY_WRITE_FAILED)).hasValue(1);
        }
    }

    /** The lines of the links' log while it is open. */
    static final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final Logger logger = (Logger) LoggerFactory.getLogger(CallLink.class);
        final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

        Lines() {
            start();
            logger.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            queue.add(event.getLevel() + " " + event.getFormattedMessage());
        }

        @Override
        public void close() {
            logger.detachAppender(this);
        }
    }
}
