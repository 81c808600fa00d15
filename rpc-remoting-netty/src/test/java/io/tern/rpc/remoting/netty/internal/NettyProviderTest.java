// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcException;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.ProviderConformanceTest;
import io.tern.rpc.testing.transport.RawPeer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NettyProviderTest extends ProviderConformanceTest {
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
    void anExceptionOfTheFrameworkHasTheNameThatItsConsumerKnows() throws Exception {
        RawPeer consumer = consumer(serve(
                provider().on("echo", call -> call.replyException(new RpcException("refused"), Map.of()))));
        byte[] request = RawPeer.requestBody("2.0.2", "echo", "x");
        byte[] withoutEnd = Arrays.copyOf(request, request.length - 1);
        byte[] ofApache = RawPeer.concat(withoutEnd, text("remote.application"), text("shop"), new byte[] {'Z'});

        String old = new String(consumer.write(0xc2, 0, 1, request).read().body(), ISO_8859_1);
        String later = new String(consumer.write(0xc2, 0, 2, ofApache).read().body(), ISO_8859_1);

        assertThat(old).contains("com.alibaba.dubbo.rpc.RpcException");
        assertThat(later).contains("org.apache.dubbo.rpc.RpcException");
    }

    private static byte[] text(String ascii) {
        return RawPeer.concat(new byte[] {(byte) ascii.length()}, ascii.getBytes(ISO_8859_1));
    }
}
