// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import io.tern.rpc.core.internal.inprocess.InProcessNetwork;
import io.tern.rpc.core.internal.inprocess.InProcessTransport;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.transport.Transport;
import io.tern.rpc.spi.transport.TransportContext;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.TransportConformanceTest;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Calls inside a process mean what calls on a socket mean. */
class InProcessTransportTest extends TransportConformanceTest {
    private final InProcessNetwork network = new InProcessNetwork();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Override
    protected @Nullable Serialization serialization() {
        return ServiceLoader.load(Serialization.class).findFirst().orElseThrow();
    }

    @Override
    protected TransportFactory factory() {
        return new TransportFactory() {
            @Override
            public String name() {
                return "inside";
            }

            @Override
            public Transport create(TransportContext context) {
                return new InProcessTransport(context, network, () -> false, timer);
            }
        };
    }
}
