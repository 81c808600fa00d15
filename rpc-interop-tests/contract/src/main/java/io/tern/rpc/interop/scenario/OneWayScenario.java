// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.PROMPT_MILLIS;
import static io.tern.rpc.interop.scenario.Cases.equal;
import static io.tern.rpc.interop.scenario.Cases.eventually;
import static io.tern.rpc.interop.scenario.Cases.within;

import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.UUID;
import java.util.function.Consumer;

/** Calls without a reply; a second, synchronous reference asks the provider what arrived. */
final class OneWayScenario implements Scenario {
    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        CallContext context = session.context();
        Cases cases = new Cases(context, results);
        CallService calls = session.bean("calls", CallService.class);
        CallService oneWay = session.bean("oneWayCalls", CallService.class);
        String run = UUID.randomUUID().toString();

        cases.check("arrives once", () -> {
            oneWay.sink(run + "once", 0);
            eventually("one arrival", () -> calls.count(run + "once") == 1);
        });
        cases.check("does not wait for the provider", () -> {
            within(PROMPT_MILLIS, () -> oneWay.heldSink(run + "slow"));
            equal(calls.count(run + "slow"), 0);
            calls.release(run + "slow");
            eventually("one arrival", () -> calls.count(run + "slow") == 1);
        });
        cases.check("a hundred arrive", () -> {
            for (int i = 0; i < 100; i++) {
                oneWay.sink(run + "hundred", 0);
            }
            eventually("a hundred arrivals", () -> calls.count(run + "hundred") == 100);
        });
        cases.check("an int method gives zero", () -> {
            equal(oneWay.sinkInt(run + "int"), 0);
            eventually("one arrival", () -> calls.count(run + "int") == 1);
        });
        cases.check("a failure of the provider stays there", () -> {
            oneWay.failSink(run + "fail");
            eventually("one arrival", () -> calls.count(run + "fail") == 1);
        });
        cases.check("sent=true", () -> {
            session.bean("sentCalls", CallService.class).sink(run + "sent", 0);
            eventually("one arrival", () -> calls.count(run + "sent") == 1);
        });
        cases.check("asyncCall(Runnable)", () -> {
            within(PROMPT_MILLIS, () -> context.oneWayCall(() -> calls.heldSink(run + "runnable")));
            equal(calls.count(run + "runnable"), 0);
            calls.release(run + "runnable");
            eventually("one arrival", () -> calls.count(run + "runnable") == 1);
        });
        cases.check("the other methods of the reference answer", () -> equal(oneWay.echo("two-way"), "two-way"));
    }
}
