// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.equal;

import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Synchronous calls that succeed. */
final class CallScenario implements Scenario {
    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        CallContext context = session.context();
        Cases cases = new Cases(context, results);
        CallService calls = session.bean("calls", CallService.class);
        results(cases, calls);
        overloads(cases, calls);
        cases.check("a method of a generic parent interface", () -> equal(calls.greet("x"), "greetings x"));
        cases.check("a default method", () -> equal(calls.greetTwice("x"), "hello hello x"));
        cases.check(
                "group and version",
                () -> equal(session.bean("blueGreets", GreetService.class).hello("x"), "hello x"));
        cases.check(
                "no group and no version",
                () -> equal(session.bean("greets", GreetService.class).hello("x"), "hello x"));
        cases.check(
                "the right token",
                () -> equal(session.bean("guardedGreets", GreetService.class).hello("x"), "hello x"));
        cases.check(
                "a path that is not the interface",
                () -> equal(session.bean("namedGreets", GreetService.class).hello("x"), "hello x"));
        cases.check("$echo", () -> {
            equal(context.echo(calls, "ping"), "ping");
            equal(context.echo(calls, 7), 7);
            equal(context.echo(calls, null), null);
        });
        cases.check("a call within a call", () -> equal(calls.nested("x"), "nested hello x"));
        cases.check("the provider's context", () -> {
            Map<String, String> facts = calls.context();
            equal(facts.get("side"), "provider");
            equal(facts.get("method"), "context");
            if (!session.provider().isDubbo()) {
                // Dubbo replaces a loopback address by another one of the machine.
                equal(facts.get("remoteHost"), "127.0.0.1");
            }
            // Dubbo 2.7 shows the service a future of an earlier request.
            if (session.provider() != PeerLine.DUBBO_2_7) {
                equal(facts.get("future"), "none");
            }
        });
        cases.check(
                "large result",
                () -> equal(Description.of(calls.large(1 << 20)), Description.of(expectedLarge(1 << 20))));
        cases.check("large argument", () -> equal(calls.length(new byte[3 << 20]), 3 << 20));
    }

    private static void results(Cases cases, CallService calls) {
        cases.check("echo", () -> equal(calls.echo("a"), "a"));
        cases.check("echo of null", () -> equal(calls.echo(null), null));
        cases.check("void", calls::nothing);
        cases.check("null result", () -> equal(calls.nullResult(), null));
        cases.check("slow results", () -> {
            equal(calls.sleep(20, "a"), "a");
            equal(calls.sleepInt(20, 5), 5);
            equal(calls.sleepLong(20, 6L), 6L);
            equal(calls.sleepBoolean(20, true), true);
            equal(calls.sleepDouble(20, 0.5), 0.5);
            calls.sleepVoid(20);
        });
    }

    private static void overloads(Cases cases, CallService calls) {
        cases.check("overload without arguments", () -> equal(calls.overloaded(), "none"));
        cases.check("overload with int", () -> equal(calls.overloaded(1), "int 1"));
        cases.check("overload with long", () -> equal(calls.overloaded(1L), "long 1"));
        cases.check("overload with Integer", () -> equal(calls.overloaded(Integer.valueOf(1)), "Integer 1"));
        cases.check("overload with String", () -> equal(calls.overloaded("a"), "String a"));
        cases.check("overload with String and int", () -> equal(calls.overloaded("a", 2), "String,int a,2"));
        cases.check(
                "overload with List",
                () -> equal(calls.overloaded(new java.util.ArrayList<>(List.of("a"))), "List [a]"));
        cases.check("varargs", () -> {
            equal(calls.varargs("a"), "a[]");
            equal(calls.varargs("a", 1, 2), "a[1, 2]");
        });
    }

    private static byte[] expectedLarge(int bytes) {
        byte[] result = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            result[i] = (byte) (i * 31 + (i >> 8));
        }
        return result;
    }
}
