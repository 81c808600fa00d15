// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.equal;
import static io.tern.rpc.interop.scenario.Cases.eventually;
import static io.tern.rpc.interop.scenario.Cases.thrownBy;

import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.CheckedFailure;
import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.UUID;
import java.util.function.Consumer;

/** Provider methods that detach from their call and answer it from another thread. */
final class LaterScenario implements Scenario {
    private static final int TIMEOUT = 2;

    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        CallContext context = session.context();
        Cases cases = new Cases(context, results);
        if (session.provider() == PeerLine.DUBBO_2_6) {
            cases.limit("all", "Dubbo 2.6 has no startAsync");
            return;
        }
        CallService calls = session.bean("calls", CallService.class);
        cases.check("the value written later arrives", () -> equal(calls.later(100, "a"), "a"));
        cases.check("a failure written later is thrown", () -> {
            CheckedFailure failure = thrownBy(CheckedFailure.class, () -> calls.laterFails(50, "why"));
            equal(failure.getMessage(), "why");
        });
        cases.check("the first of two values stands", () -> {
            String key = UUID.randomUUID().toString();
            equal(calls.laterTwice(key, "first"), "first");
            eventually("the second write was tried", () -> calls.outcome(key) != null);
            equal(calls.outcome(key), IllegalStateException.class.getName());
        });
        cases.check("never written: the consumer's timeout", () -> {
            RuntimeException failure = thrownBy(
                    RuntimeException.class,
                    () -> session.bean("hurriedCalls", CallService.class).never());
            equal(context.rpcCode(failure), TIMEOUT);
        });
        cases.check("the context moves to the other thread and, but for Dubbo 2.7, back", () -> {
            context.setAttachment("moved", "value");
            String after = session.provider() == PeerLine.DUBBO_2_7 ? "value" : "null";
            equal(calls.laterAttachment("moved"), "value, then " + after);
        });
    }
}
