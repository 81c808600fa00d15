// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.config.ServiceSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code executes} of a service that is a {@link GenericService}: calls count by the method that they name. */
@Timeout(60)
class NamedExecutionsTest {
    private final Bench bench = new Bench();
    private final LinkedBlockingQueue<String> running = new LinkedBlockingQueue<>();
    private final CountDownLatch go = new CountDownLatch(1);

    private final class Everything implements GenericService {
        @Override
        public @Nullable Object $invoke(String method, String[] parameterTypes, Object[] args) {
            if (method.startsWith("fail")) {
                throw new IllegalStateException("mine");
            }
            if (method.startsWith("hang")) {
                running.add(method);
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return method;
        }
    }

    @AfterEach
    void close() {
        go.countDown();
        bench.close();
    }

    private void export(int executes, Map<String, Integer> byMethod) {
        ServiceSettings all = Bench.service(GenericService.class, new Everything())
                .generic("true")
                .executes(executes)
                .settings();
        Map<String, ServiceMethodSettings> methods = new HashMap<>();
        byMethod.forEach((name, limit) -> methods.put(
                name,
                new ServiceMethodSettings(
                        name,
                        60_000,
                        limit,
                        null,
                        List.of(),
                        all.parameters(),
                        Map.of("executes", new Origin("dubbo:method", name, "executes", "provider.xml")))));
        bench.export(new ServiceSettings(
                all.id(),
                all.serviceInterface(),
                all.service(),
                all.path(),
                all.implementation(),
                all.protocols(),
                all.registries(),
                all.token(),
                all.export(),
                all.delayMillis(),
                all.filters(),
                all.accessLog(),
                all.style(),
                all.defaults(),
                methods,
                all.published(),
                all.parameters(),
                all.origins()));
    }

    private FakeCall send(String method) {
        return bench.send(bench.call(GenericService.class, "$invoke", method, new String[0], new Object[0]));
    }

    private FakeCall hanging(String method) throws InterruptedException {
        FakeCall call = send(method);
        assertThat(running.poll(10, TimeUnit.SECONDS)).isEqualTo(method);
        return call;
    }

    @Test
    void theLimitOfAMethodCountsTheCallsThatNameIt() throws Exception {
        export(0, Map.of("hang", 1));
        FakeCall first = hanging("hang");

        assertThat(send("hang").reply().text())
                .contains(
                        "GenericService#hang",
                        "1 executions are running",
                        "executes=\"1\" allows no more",
                        "provider.xml");
        FakeCall other = hanging("hangToo");
        assertThat(send("find").reply().value()).isEqualTo("find");

        go.countDown();
        assertThat(first.reply().value()).isEqualTo("hang");
        assertThat(other.reply().value()).isEqualTo("hangToo");
        assertThat(send("hang").reply().value()).isEqualTo("hang");
    }

    @Test
    void thatOfTheServiceIsOneForEachMethod() throws Exception {
        export(1, Map.of());
        hanging("hang");
        hanging("hangToo");

        assertThat(send("hang").reply().text()).contains("executes=\"1\" allows no more");
        assertThat(send("hangToo").reply().text()).contains("executes=\"1\" allows no more");
        assertThat(send("find").reply().value()).isEqualTo("find");
    }

    @Test
    void whatIsWrittenForInvokeCountsAllOfThem() throws Exception {
        export(1, Map.of("$invoke", 2));
        hanging("hang");
        hanging("hangToo");

        assertThat(send("find").reply().text()).contains("GenericService#$invoke", "executes=\"2\" allows no more");
    }

    @Test
    void aRefusedCallTakesNoPlaceAndAFailedOneGivesItsOwnBack() throws Exception {
        export(1, Map.of("$invoke", 3));
        hanging("hang");
        for (int i = 0; i < 5; i++) {
            assertThat(send("hang").reply().text()).contains("executes=\"1\"");
            assertThat(send("fail").reply().error()).hasMessage("mine");
        }
        assertThat(send("find").reply().value()).isEqualTo("find");
    }

    @Test
    void namesThatNobodyCallsByAreForgotten() {
        NamedExecutions named = NamedExecutions.of(Bench.service(GenericService.class, new Everything())
                .generic("true")
                .executes(2)
                .settings());
        assertThat(named).isNotNull();
        for (int i = 0; i < 1_000; i++) {
            assertThat(named.enter("made up " + i)).isNull();
            assertThat(named.enter("made up " + i)).isNull();
            assertThat(named.enter("made up " + i)).isNotNull();
            named.exit("made up " + i);
            named.exit("made up " + i);
        }
        assertThat(named.names()).isZero();
    }

    @Test
    void aServiceWithAnInterfaceOrWithoutLimitsCountsNothingByName() {
        assertThat(NamedExecutions.of(Bench.service(GenericService.class, new Everything())
                        .generic("true")
                        .settings()))
                .isNull();
        assertThat(NamedExecutions.of(Bench.service(GenericService.class, new Everything())
                        .executes(3)
                        .settings()))
                .isNull();
    }

    @Test
    void manyAtATimeNeverExceedTheLimit() throws Exception {
        NamedExecutions named = NamedExecutions.of(Bench.service(GenericService.class, new Everything())
                .generic("true")
                .executes(3)
                .settings());
        assertThat(named).isNotNull();
        CompletableFuture<?>[] threads = new CompletableFuture<?>[8];
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < threads.length; i++) {
            threads[i] = CompletableFuture.runAsync(
                    () -> {
                        for (int round = 0; round < 2_000; round++) {
                            if (named.enter("x") == null) {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                inside.decrementAndGet();
                                named.exit("x");
                            }
                        }
                    },
                    task -> new Thread(task, "test-caller").start());
        }
        CompletableFuture.allOf(threads).get(30, TimeUnit.SECONDS);
        assertThat(most.get()).isBetween(1, 3);
        assertThat(named.names()).isZero();
    }
}
