// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.EventLoopConformanceTest;

class NettyEventLoopTest extends EventLoopConformanceTest {
    private final CountingFactory factory = new CountingFactory();

    @Override
    protected TransportFactory factory() {
        return factory;
    }

    @Override
    protected void assertNothingLeft() {
        factory.assertNothingLeft();
    }
}
