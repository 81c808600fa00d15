// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.RawPeer;
import io.tern.rpc.testing.transport.ScriptedProvider;
import io.tern.rpc.testing.transport.TransportFixture;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PayloadLimitTest extends TransportFixture {
    /** Of {@link TransportFixture}'s ports. */
    private static final int PORT_BYTES = 256 * 1024;

    private static final int SERVICE_BYTES = 100 * 1024;

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

    private static byte[] echo(String text) {
        return RawPeer.requestBody("2.0.2", "echo", text);
    }

    private RawPeer consumer(ScriptedProvider provider) throws Exception {
        return closing(RawPeer.connect(serve(provider).address()));
    }

    private static void assertServes(RawPeer consumer) throws Exception {
        RawPeer.Frame reply = consumer.write(0xc2, 0, 77, echo("ok")).readCall();
        assertThat(reply.id()).isEqualTo(77);
        assertThat(reply.status()).isEqualTo(20);
    }

    @Test
    void aRequestOverTheLimitOfItsServiceIsAnsweredAndSkippedExactly() throws Exception {
        ScriptedProvider provider = provider().payloadLimit("echo", SERVICE_BYTES);
        RawPeer consumer = consumer(provider);
        for (int length : new int[] {SERVICE_BYTES + 1, PORT_BYTES}) {
            RawPeer.Frame reply =
                    consumer.write(0xc2, 0, 5, Arrays.copyOf(echo("x"), length)).readCall();
            assertThat(reply.id()).isEqualTo(5);
            assertThat(reply.status()).isEqualTo(40);
            assertThat(new String(reply.body(), US_ASCII))
                    .contains(length + " bytes, over the payload limit of " + SERVICE_BYTES + " bytes of this service");
            assertServes(consumer);
        }
        assertThat(provider.received()).hasSize(2);
    }

    @Test
    void aShortOneToo() throws Exception {
        ScriptedProvider provider = provider().payloadLimit("echo", echo("ok").length);
        RawPeer consumer = consumer(provider);
        RawPeer.Frame reply = consumer.write(0xc2, 0, 5, echo("oks")).readCall();
        assertThat(reply.status()).isEqualTo(40);
        assertServes(consumer);
        assertThat(provider.received()).hasSize(1);
    }

    @Test
    void aLongOneIsRefusedBeforeItIsWhole() throws Exception {
        RawPeer consumer = consumer(provider().payloadLimit("echo", SERVICE_BYTES));
        for (long id = 6; id < 8; id++) { // as a newcomer and as one that has called
            byte[] whole = Arrays.copyOf(echo("x"), PORT_BYTES);
            consumer.write(RawPeer.header(0xc2, 0, id, whole.length, null));
            consumer.write(Arrays.copyOf(whole, 80 * 1024));
            RawPeer.Frame reply = consumer.readCall();
            assertThat(reply.id()).isEqualTo(id);
            assertThat(reply.status()).isEqualTo(40);
            consumer.write(Arrays.copyOfRange(whole, 80 * 1024, whole.length));
            assertServes(consumer);
        }
    }

    @Test
    void theLimitOfOneServiceIsNotThatOfAnother() throws Exception {
        RawPeer consumer = consumer(provider().payloadLimit("anything", 10));
        assertServes(consumer);
    }

    @Test
    void aRequestKnowsItsLengthAndItsReplyCanBeLimited() throws Exception {
        AtomicInteger length = new AtomicInteger();
        RawPeer consumer = consumer(provider().on("echo", call -> {
            length.set(call.length());
            call.limitReply(1_000);
            call.limitReply(2 * PORT_BYTES); // the smallest one counts
            call.replyValue(call.arguments()[0].equals("bad") ? "x".repeat(1_000) : "ok", Map.of());
        }));
        RawPeer.Frame reply = consumer.write(0xc2, 0, 1, echo("bad")).readCall();
        assertThat(length).hasValue(echo("bad").length);
        assertThat(reply.status()).isEqualTo(50);
        assertThat(new String(reply.body(), US_ASCII)).contains("payload limit of 1000 bytes");
        assertServes(consumer);
    }
}
