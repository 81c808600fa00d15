// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcContext;
import io.tern.rpc.config.ProtocolSettings.ThreadPool;
import io.tern.rpc.config.Scope;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
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
                            Work.class, () -> String.valueOf(RpcContext.getContext().getAttachment("mine")))
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
}
