// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.config.ProtocolSettings.ThreadPool;
import io.tern.rpc.config.Scope;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which threads serve a request, and what happens when there is none. */
class ExportedPortTest {
    interface Work {
        String work() throws Exception;
    }

    @Test
    void aFullPoolOfThisProcessAloneRefusesAndIsDumped(@TempDir Path directory) {
        ThreadDumps dumps = ThreadDumps.into(directory.toString(), "bench", Ticker.SYSTEM, Runnable::run);
        CountDownLatch release = new CountDownLatch(1);
        try (Bench bench = Bench.withInside(dumps)) {
            bench.export(Bench.service(Work.class, () -> {
                        release.await();
                        return "done";
                    })
                    .scope(Scope.LOCAL)
                    .pool(ThreadPool.FIXED, 1, 0)
                    .settings());
            FakeCall running = bench.send(bench.call(Work.class, "work"));
            FakeCall refused = bench.send(bench.call(Work.class, "work"));
            assertThat(refused.reply().status()).isEqualTo(ReplyStatus.THREADPOOL_EXHAUSTED);
            assertThat(directory).isDirectoryContaining("glob:**tern-threads-bench-40000-*");
            release.countDown();
            assertThat(running.reply().value()).isEqualTo("done");
        }
    }

    @Test
    void anExecutorThatRunsOnItsCallerLeavesTheCallersContextAlone() {
        try (Bench bench = new Bench()) {
            bench.executors.put("caller", Runnable::run);
            bench.export(Bench.service(
                            Work.class,
                            () -> String.valueOf(RpcContext.getContext().getAttachment("mine")))
                    .executor("caller")
                    .settings());
            RpcContext.getContext().setAttachment("mine", "set");
            RpcContext.getContext().set("kept", 1);
            FakeCall call = bench.send(bench.call(Work.class, "work"));
            assertThat(call.reply().value()).isEqualTo("null");
            assertThat(call.reply().thread()).isSameAs(Thread.currentThread());
            assertThat(RpcContext.getContext().getAttachments()).containsEntry("mine", "set");
            assertThat(RpcContext.getContext().get("kept")).isEqualTo(1);
        } finally {
            RpcContext.removeContext();
        }
    }

    private static FakeCall ofGroup(Bench bench, String group) {
        return bench.send(bench.call(Bench.head(Work.class, "work"), Map.of("group", group)));
    }

    @Test
    void eachGroupIsServedByItsOwnExecutor() {
        try (Bench bench = new Bench()) {
            for (String group : List.of("blue", "green")) {
                bench.executors.put(group, task -> new Thread(task, group).start());
                bench.export(
                        Bench.service(Work.class, () -> Thread.currentThread().getName())
                                .group(group)
                                .executor(group)
                                .settings());
            }
            bench.export(Bench.service(Work.class, () -> Thread.currentThread().getName())
                    .group("red")
                    .settings());
            assertThat(ofGroup(bench, "blue").reply().value()).isEqualTo("blue");
            assertThat(ofGroup(bench, "green").reply().value()).isEqualTo("green");
            assertThat((String) ofGroup(bench, "red").reply().value()).startsWith("tern-worker-");
            await().until(() -> bench.exporter.requestsRunning() == 0);
        }
    }

    @Test
    void anExecutorThatIsFoundByTheGroupRefusesToo() {
        try (Bench bench = new Bench()) {
            bench.executors.put("full", task -> {
                throw new RejectedExecutionException();
            });
            bench.export(Bench.service(Work.class, () -> "blue").group("blue").settings());
            bench.export(Bench.service(Work.class, () -> "green")
                    .group("green")
                    .executor("full")
                    .settings());
            FakeCall refused = ofGroup(bench, "green");
            assertThat(refused.reply().status()).isEqualTo(ReplyStatus.THREADPOOL_EXHAUSTED);
            assertThat(refused.reply().text()).contains("executor \"full\"");
            await().until(() -> bench.exporter.requestsRunning() == 0);
            for (int i = 0; i < 10; i++) { // more than there are threads: none is lost
                assertThat(ofGroup(bench, "blue").reply().value()).isEqualTo("blue");
            }
        }
    }

    @Test
    void aGroupWhosePoolIsFullHoldsUpNoOther() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Bench bench = Bench.isolated()) {
            bench.export(Bench.service(Work.class, () -> {
                        running.countDown();
                        release.await();
                        return "blue";
                    })
                    .group("blue")
                    .pool(ThreadPool.FIXED, 1, 0)
                    .settings());
            bench.export(Bench.service(Work.class, () -> "green")
                    .group("green")
                    .pool(ThreadPool.FIXED, 1, 0)
                    .settings());
            FakeCall blocked = ofGroup(bench, "blue");
            running.await();
            assertThat(ofGroup(bench, "green").reply().value()).isEqualTo("green");
            assertThat(ofGroup(bench, "blue").reply().status()).isEqualTo(ReplyStatus.THREADPOOL_EXHAUSTED);
            release.countDown();
            assertThat(blocked.reply().value()).isEqualTo("blue");
        }
    }

    @Test
    void theOwnPoolOfAServiceGoesWithIt() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        try (Bench bench = Bench.isolated()) {
            Bench.Service<Work> quick = Bench.service(Work.class, () -> "done");
            for (int i = 0; i < 3; i++) {
                ServiceExport export = bench.export(quick.settings());
                FakeCall call = bench.send(bench.call(Work.class, "work"));
                assertThat(call.reply().value()).isEqualTo("done");
                await().until(() -> bench.exporter.requestsRunning() == 0);
                assertThat(bench.exporter.ownPools()).isEqualTo(1);
                export.unexport();
                assertThat(bench.exporter.ownPools()).isZero();
            }

            ServiceExport stuck = bench.export(Bench.service(Work.class, () -> {
                        running.countDown();
                        new CountDownLatch(1).await();
                        return "never";
                    })
                    .settings());
            FakeCall call = bench.send(bench.call(Work.class, "work"));
            running.await();
            stuck.unexport();
            assertThat(bench.exporter.ownPools()).as("a request runs").isEqualTo(1);
            bench.exporter.close();
            assertThat(call.reply().error()).as("interrupted").isNotNull();
        }
    }

    @Test
    void aServiceThatCannotBeExportedKeepsNoPool() {
        try (Bench bench = Bench.isolated()) {
            Bench.Service<Work> service = Bench.service(Work.class, () -> "done");
            bench.export(service.settings());
            assertThatThrownBy(() -> bench.export(service.settings())).isInstanceOf(RpcConfigException.class);
            assertThat(bench.exporter.ownPools()).isEqualTo(1);
            assertThat(bench.send(bench.call(Work.class, "work")).reply().value())
                    .isEqualTo("done");
        }
    }
}
