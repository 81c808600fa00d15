// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.tern.rpc.registry.dns.DnsServer.Zone;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.testing.registry.RegistryReadingTest;
import io.tern.rpc.testing.registry.RegistryStore;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class DnsReadingTest extends RegistryReadingTest {
    private static final int PORT = 20880;
    private static final int SECOND = 1; // the shortest time that an answer is kept
    private static final Zone NOBODY = Zone.error(DnsResponseCode.NXDOMAIN, true);

    private DnsServer server;

    @Override
    protected RegistryFactory factory() {
        return new DnsRegistryFactory();
    }

    @Override
    protected RegistryStore newStore() throws Exception {
        server = new DnsServer(NOBODY);
        return new RegistryStore() {
            @Override
            public List<String> addresses() {
                return List.of(DnsServer.NAME + ":" + PORT);
            }

            @Override
            public Map<String, String> parameters() {
                return Map.of("tern.dns.server", "127.0.0.1:" + server.address().getPort());
            }

            @Override
            public void stop() {
                server.zone = Zone.error(DnsResponseCode.SERVFAIL, true);
            }

            @Override
            public void start(boolean keep) {
                server.zone = NOBODY;
            }

            @Override
            public void close() throws InterruptedException {
                server.close();
            }
        };
    }

    @Override
    protected void show(DubboUrl... providers) {
        String[] hosts = Stream.of(providers).map(DubboUrl::host).toArray(String[]::new);
        server.zone = hosts.length == 0 ? NOBODY : Zone.of(SECOND, hosts);
    }

    /** An address is all that DNS says of a provider. */
    @Override
    protected DubboUrl entry(int number) {
        return new DubboUrl("dubbo", "192.0.2." + number, PORT, SERVICE, Map.of("interface", SERVICE));
    }
}
