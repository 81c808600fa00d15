// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcContext;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which threads run what. */
@Timeout(60)
class ThreadsTest {
    private final Where where = new Where();

    private static ConfigElement application(String name, Consumer<ConfigElement> attributes) {
        ConfigElement application = ConfigElement.of(ElementKind.APPLICATION).set("name", name);
        attributes.accept(application);
        return application;
    }

    private ExportedService export(Tern provider, String id, Consumer<ConfigElement> attributes) {
        return provider.export(WhereService.class, where, service -> attributes.accept(service.set("id", id)));
    }

    private static WhereService refer(Tern consumer, ExportedService service, String group) {
        return LocalTern.stub(
                consumer, WhereService.class, LocalTern.url(service), reference -> reference.set("group", group));
    }

    @Test
    void threadnameBeginsTheNamesOfBusinessThreads() {
        try (Tern provider = LocalTern.provider(protocol -> protocol.set("threadname", "shop-work"));
                Tern consumer = LocalTern.consumer()) {
            ExportedService service = export(provider, "named", s -> {});
            assertThat(refer(consumer, service, "").thread()).matches("shop-work-\\d+");
        }
    }

    @Test
    void aServiceWithAnExecutorRunsThereAndIsRefusedWhenThatIsFull() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "own-thread");
                    threads.add(thread);
                    return thread;
                });
        ExecutorService callers = Executors.newSingleThreadExecutor();
        try (Tern provider = Tern.builder()
                        .application("provider")
                        .element(LocalTern.protocol())
                        .bean("pool", executor)
                        .start();
                Tern consumer = LocalTern.consumer()) {
            ExportedService own =
                    export(provider, "own", s -> s.set("executor", "pool").set("version", "1"));
            export(provider, "shared", s -> {});
            WhereService ofOwn = consumer.refer(
                            WhereService.class,
                            r -> r.set("id", "v1")
                                    .set("url", LocalTern.url(own))
                                    .set("version", "1")
                                    .set("retries", 0)
                                    .set("timeout", 10_000))
                    .get();
            WhereService ofShared = refer(consumer, own, "");
            assertThat(ofOwn.thread()).isEqualTo("own-thread");
            assertThat(ofShared.thread()).startsWith("tern-worker-provider-");

            // The executor has no queue: it takes a request only while its thread waits for one.
            LocalTern.await(
                    "the executor's thread waits",
                    Duration.ofSeconds(10),
                    () -> executor.getActiveCount() == 0 && threads.get(0).getState() == Thread.State.WAITING);
            Future<String> slow = callers.submit(ofOwn::slowThread);
            LocalTern.await("the executor is busy", Duration.ofSeconds(10), () -> executor.getActiveCount() == 1);
            assertThatThrownBy(ofOwn::thread)
                    .hasMessageContaining("The executor \"pool\" of service own")
                    .hasMessageContaining("took no more requests");
            assertThat(ofShared.thread()).startsWith("tern-worker-provider-");
            where.gate.countDown();
            assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo("own-thread");
        } finally {
            where.gate.countDown();
            callers.shutdownNow();
            executor.shutdownNow();
        }
    }

    @Test
    void isolatedServicesDoNotTakeEachOthersThreads() throws Exception {
        ExecutorService callers = Executors.newSingleThreadExecutor();
        try (Tern provider = Tern.builder()
                        .element(application("provider", a -> a.set("executor-management-mode", "isolation")))
                        .element(LocalTern.protocol().set("threads", 1))
                        .start();
                Tern consumer = LocalTern.consumer()) {
            ExportedService first = export(provider, "first", s -> s.set("version", "1"));
            ExportedService second = export(provider, "second", s -> s.set("version", "2"));
            WhereService ofFirst = versioned(consumer, first, "1");
            WhereService ofSecond = versioned(consumer, second, "2");
            Future<String> slow = callers.submit(ofFirst::slowThread);
            LocalTern.await(
                    "the request runs",
                    Duration.ofSeconds(10),
                    () -> provider.stats().requestsRunning() == 1);
            for (int i = 0; i < 20; i++) {
                assertThat(ofSecond.thread()).startsWith("tern-worker-provider-second-");
            }
            assertThatThrownBy(ofFirst::thread).hasMessageContaining("The business pool of service first is full");
            where.gate.countDown();
            assertThat(slow.get(10, TimeUnit.SECONDS)).startsWith("tern-worker-provider-first-");
            second.close();
            LocalTern.await(
                    "the threads of a closed service end",
                    Duration.ofSeconds(10),
                    () -> threads("tern-worker-provider-second-").isEmpty());
        } finally {
            where.gate.countDown();
            callers.shutdownNow();
        }
    }

    private static WhereService versioned(Tern consumer, ExportedService service, String version) {
        return consumer.refer(
                        WhereService.class,
                        r -> r.set("id", "v" + version)
                                .set("url", LocalTern.url(service))
                                .set("version", version)
                                .set("retries", 0)
                                .set("timeout", 10_000))
                .get();
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Test
    void callbacksRunOnAsManyThreadsAsTheConsumerElementAllowsAndNoneIsLost() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        Set<String> names = ConcurrentHashMap.newKeySet();
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = Tern.builder()
                        .application("narrow")
                        .element(ConfigElement.of(ElementKind.CONSUMER).set("threads", 2))
                        .start()) {
            ExportedService service = export(provider, "where", s -> {});
            Reference<WhereService> reference = consumer.refer(
                    WhereService.class,
                    r -> r.set("url", LocalTern.url(service)).set("async", true).set("timeout", 10_000));
            List<CompletableFuture<?>> ends = new ArrayList<>();
            Thread test = Thread.currentThread();
            for (int i = 0; i < 200; i++) {
                reference.get().thread();
                CompletableFuture<Object> answer = RpcContext.getContext().getCompletableFuture();
                ends.add(answer.thenAccept(name -> {
                    // An answer that was there before the stage: whoever adds that one runs it.
                    if (Thread.currentThread() != test) {
                        names.add(Thread.currentThread().getName());
                        awaitQuietly(blocked);
                    }
                }));
            }
            LocalTern.await(
                    "both threads are there",
                    Duration.ofSeconds(10),
                    () -> threads("tern-callback-narrow-").size() == 2);
            blocked.countDown();
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
            assertThat(names).hasSizeLessThanOrEqualTo(2).allMatch(name -> name.startsWith("tern-callback-narrow-"));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anExhaustedPoolIsWrittenDownOnce(@TempDir Path directory) throws Exception {
        ExecutorService callers = Executors.newSingleThreadExecutor();
        try (Tern provider = Tern.builder()
                        .element(application("shop", a -> a.set("dump-directory", directory.toString())))
                        .element(LocalTern.protocol().set("threads", 1))
                        .start();
                Tern consumer = LocalTern.consumer()) {
            ExportedService service = export(provider, "where", s -> {});
            WhereService stub = refer(consumer, service, "");
            Future<String> slow = callers.submit(stub::slowThread);
            assertThat(where.atGate.await(10, TimeUnit.SECONDS))
                    .as("the request runs")
                    .isTrue();
            assertThatThrownBy(stub::thread).hasMessageContaining("is full");
            assertThatThrownBy(stub::thread).hasMessageContaining("is full");
            LocalTern.await(
                    "the file is there",
                    Duration.ofSeconds(10),
                    () -> !files(directory).isEmpty());
            LocalTern.await(
                    "the file is written",
                    Duration.ofSeconds(10),
                    () -> text(files(directory).get(0)).contains(Where.class.getName() + ".slowThread"));
            where.gate.countDown();
            slow.get(10, TimeUnit.SECONDS);
            assertThat(files(directory))
                    .singleElement()
                    .satisfies(file -> assertThat(file.getFileName().toString())
                            .matches("tern-threads-shop-\\d+-\\d+-\\d+\\.txt"));
        } finally {
            where.gate.countDown();
            callers.shutdownNow();
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
