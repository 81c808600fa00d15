// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.Services;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is added to and taken from a running instance by code, with the transport and proxies that users have. */
@Timeout(60)
class BuilderTest {
    private static Tern tern(String application, ConfigElement... elements) {
        return Tern.builder()
                .application(application)
                .elements(List.of(elements))
                .start();
    }

    private static ConfigElement protocol(int port) {
        return ConfigElement.of(ElementKind.PROTOCOL)
                .set("name", "dubbo")
                .set("host", "127.0.0.1")
                .set("port", port);
    }

    private static Reference<BarService> refer(Tern tern, ExportedService service) {
        return tern.refer(
                BarService.class,
                reference -> reference
                        .set("id", "bar")
                        .set("url", "127.0.0.1:" + service.addresses().get(0).getPort())
                        .set("connections", 4));
    }

    @Test
    void anIdIsTakenUntilItsReferenceIsClosed() {
        try (Tern tern = tern("ids", protocol(0))) {
            ExportedService service = tern.export(BarService.class, new Services(), s -> s.set("id", "barService"));
            Reference<BarService> first = refer(tern, service);
            assertThatThrownBy(() -> refer(tern, service))
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContaining("CFG-12");
            assertThat(tern.reference("bar")).isSameAs(first);
            first.close();
            assertThat(refer(tern, service).get().findBar("a")).isEqualTo("bar a");
        }
    }

    @Test
    void aServiceThatCannotBeExportedLeavesNothingBehind() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Tern tern = tern(
                        "failing",
                        protocol(taken.getLocalPort()).id("taken"),
                        protocol(0).id("free"))) {
            assertThatThrownBy(() -> tern.export(
                            BarService.class,
                            new Services(),
                            s -> s.set("id", "bar").set("protocol", "taken")))
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
            assertThat(tern.service("bar")).isNull();
            ExportedService second = tern.export(
                    BarService.class, new Services(), s -> s.set("id", "bar").set("protocol", "free"));
            assertThat(second.addresses()).hasSize(1);
            second.close();
            assertThat(second.addresses()).isEmpty();
        }
    }

    @Test
    void ioThreadsOfTheProtocolAreThoseOfTheTransport() {
        try (Tern tern = tern("narrow", protocol(0).set("iothreads", 1))) {
            ExportedService service = tern.export(BarService.class, new Services(), s -> {});
            assertThat(refer(tern, service).get().findBar("a")).isEqualTo("bar a");
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("tern-io-narrow-"))
                    .hasSize(1);
            assertThat(tern.describe()).containsPattern("iothreads +=");
        }
    }

    @Test
    void aServiceIsFoundUnderTheContextPathOfItsProtocolAndByItsInterface() {
        try (Tern tern = tern("paths", protocol(0).set("contextpath", "shop"))) {
            ExportedService service = tern.export(BarService.class, new Services(), s -> s.set("path", "bar"));
            String address = "dubbo://127.0.0.1:" + service.addresses().get(0).getPort();
            for (String url : List.of(address + "/shop/bar", address)) {
                BarService bar = tern.refer(BarService.class, reference -> reference.set("url", url))
                        .get();
                assertThat(bar.findBar("a")).as(url).isEqualTo("bar a");
            }
        }
    }
}
