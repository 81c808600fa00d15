// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy;

import io.tern.rpc.spi.ProxyFactory;

class JdkProxyFactoryTest extends ProxyFactoryContract {
    @Override
    ProxyFactory newFactory() {
        return new JdkProxyFactory();
    }
}
