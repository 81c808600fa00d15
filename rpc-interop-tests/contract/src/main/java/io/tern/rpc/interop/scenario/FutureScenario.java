// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.PROMPT_MILLIS;
import static io.tern.rpc.interop.scenario.Cases.equal;
import static io.tern.rpc.interop.scenario.Cases.failureOf;
import static io.tern.rpc.interop.scenario.Cases.get;
import static io.tern.rpc.interop.scenario.Cases.holds;
import static io.tern.rpc.interop.scenario.Cases.thrownBy;
import static io.tern.rpc.interop.scenario.Cases.within;

import io.tern.rpc.interop.api.CheckedFailure;
import io.tern.rpc.interop.api.FutureService;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.UncheckedFailure;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Methods whose return type is CompletableFuture. */
final class FutureScenario implements Scenario {
    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        Cases cases = new Cases(session.context(), results);
        if (session.consumer() == PeerLine.DUBBO_2_6 || session.provider() == PeerLine.DUBBO_2_6) {
            cases.limit("all", "Dubbo 2.6 does not know asynchronous return types");
            return;
        }
        FutureService futures = session.bean("futures", FutureService.class);
        values(session, cases, futures);
        failures(session, cases, futures);
    }

    private static void values(ScenarioSession session, Cases cases, FutureService futures) {
        cases.check("pending, then the value", () -> {
            CompletableFuture<String>[] future = newFutures();
            String key = UUID.randomUUID().toString();
            within(PROMPT_MILLIS, () -> future[0] = futures.held(key, "a"));
            holds(!future[0].isDone(), "the future is pending");
            holds(session.context().future() == future[0], "it is the saved future");
            get(futures.release(key));
            equal(get(future[0]), "a");
        });
        cases.check("int, void, bean and null", () -> {
            equal(get(futures.sleepInt(20, 7)), 7);
            equal(get(futures.sleepVoid(20)), null);
            Object point = get(futures.point(1, 2));
            equal(Description.of(point), Description.of(new Point(1, 2)));
            equal(get(futures.nullResult()), null);
        });
        cases.check("completion hook", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            futures.sleep(50, "a").whenComplete((value, failure) -> seen.complete(value + " " + failure));
            equal(get(seen), "a null");
        });
    }

    private static void failures(ScenarioSession session, Cases cases, FutureService futures) {
        cases.check("future that fails", () -> {
            CheckedFailure failure = failureOf(futures.fail(50, "why"), CheckedFailure.class);
            equal(failure.getMessage(), "why");
            equal(failure.detail(), 50);
        });
        cases.check(
                "method that throws instead of giving a future",
                session.consumer().isDubbo() && session.provider().isDubbo()
                        ? null
                        : "an exception that no signature names meets a strict class check",
                () -> equal(
                        failureOf(futures.failAtOnce("why"), UncheckedFailure.class)
                                .getMessage(),
                        "why"));
        cases.check("timeout", () -> {
            FutureService hurried = session.bean("hurriedFutures", FutureService.class);
            String key = UUID.randomUUID().toString();
            thrownBy(ExecutionException.class, () -> get(hurried.held(key, "late")));
            get(futures.release(key));
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static CompletableFuture<String>[] newFutures() {
        return new CompletableFuture[1];
    }
}
