// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** What the caller's thread knows while a service with {@code dispatcher="direct"} runs on it, inside the process. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class DirectInProcessStatementsTest implements CallStatements, ContextStatements {
    private final Bench bench = Bench.inside(protocol -> protocol.set("dispatcher", "direct"));

    @Override
    public Bench bench() {
        return bench;
    }

    @BeforeEach
    void forgetContext() {
        RpcContext.removeContext();
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @Test
    void aServiceOnTheCallersThreadLeavesTheCallersContextAlone() {
        Steps steps = new Steps();
        bench.tern().export(StepService.class, steps, service -> {});
        StepService service = bench.refer(StepService.class, reference -> {});
        Thread caller = Thread.currentThread();
        steps.on("look", () -> {
            RpcContext context = RpcContext.getContext();
            String seen = context.getAttachment("user") + " " + (Thread.currentThread() == caller) + " "
                    + context.isProviderSide();
            context.setAttachment("user", "of the service");
            return seen;
        });
        RpcContext.getContext().setAttachment("user", "u1");

        assertThat(service.run("look")).isEqualTo("u1 true true");
        assertThat(RpcContext.getContext().getAttachment("user")).isNull();
        assertThat(RpcContext.getContext().isConsumerSide()).isTrue();
    }
}
