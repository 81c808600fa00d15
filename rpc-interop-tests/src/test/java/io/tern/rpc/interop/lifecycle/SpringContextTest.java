// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.interop.fixture.LocalTern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/** Spring contexts that close while calls run. */
class SpringContextTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private static GenericApplicationContext context(String elements) {
        String file = """
                <beans xmlns="http://www.springframework.org/schema/beans"
                       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                       xmlns:dubbo="http://dubbo.apache.org/schema/dubbo"
                       xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
                           http://dubbo.apache.org/schema/dubbo http://dubbo.apache.org/schema/dubbo/dubbo.xsd">
                """ + elements + "</beans>";
        return new GenericXmlApplicationContext(new ByteArrayResource(file.getBytes(StandardCharsets.UTF_8)));
    }

    private static GenericApplicationContext provider(int port) {
        return context("""
                <dubbo:application name="provider"/>
                <dubbo:protocol name="dubbo" host="127.0.0.1" port="%d"/>
                <bean id="work" class="%s"/>
                <dubbo:service interface="%s" ref="work"/>
                """.formatted(port, GatedWork.class.getName(), WorkService.class.getName()));
    }

    private static GenericApplicationContext consumer(String url) {
        return context("""
                <dubbo:application name="consumer"/>
                <dubbo:reference id="stub" interface="%s" url="%s" retries="0" timeout="5000"/>
                """.formatted(WorkService.class.getName(), url));
    }

    @Test
    void aProvidersContextClosesUnderLoadAndNoCallFails() throws Exception {
        int port = LocalTern.freePort();
        int otherPort = LocalTern.freePort();
        try (GenericApplicationContext staying = provider(otherPort)) {
            GenericApplicationContext leaving = provider(port);
            try (GenericApplicationContext consumer = consumer(LocalTern.url(port) + ";" + LocalTern.url(otherPort))) {
                GatedWork used = leaving.getBean(GatedWork.class);
                GatedWork other = staying.getBean(GatedWork.class);
                Load load = new Load(consumer.getBean(WorkService.class), 8);
                LocalTern.await("both are used", SOON, () -> used.started() > 200 && other.started() > 200);
                leaving.close();
                long before = load.succeeded();
                LocalTern.await("calls go on", SOON, () -> load.succeeded() > before + 200);
                assertThat(load.end())
                        .as("failed calls of %s", load.succeeded())
                        .isEmpty();
            } finally {
                leaving.close();
            }
        }
    }

    @Test
    void aConsumersContextWaitsForItsCalls() throws Exception {
        int port = LocalTern.freePort();
        try (GenericApplicationContext provider = provider(port)) {
            GatedWork work = provider.getBean(GatedWork.class);
            GenericApplicationContext consumer = consumer(LocalTern.url(port));
            WorkService stub = consumer.getBean(WorkService.class);
            List<CompletableFuture<String>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(stub.later("x"));
            }
            LocalTern.await("all are served", SOON, () -> work.started() == 20);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(consumer::close, LocalTern.threads());
            LocalTern.await("new calls are refused", SOON, () -> catchThrowable(() -> stub.quick("x")) != null);
            assertThat(closing).isNotDone();
            work.open();
            for (CompletableFuture<String> call : calls) {
                assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo("x");
            }
            closing.get(5, TimeUnit.SECONDS);
            LocalTern.await(
                    "its threads end",
                    SOON,
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().matches("tern-.*-consumer-.*")));
        }
    }
}
