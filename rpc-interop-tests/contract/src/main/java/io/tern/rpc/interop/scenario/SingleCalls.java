// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.FutureService;
import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.api.HiddenService;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;

/** One call each, for recording its frames; whether it succeeds is not judged. */
public final class SingleCalls {
    /** Before the name of a call in {@link Scenarios#named}. */
    public static final String PREFIX = "single:";

    /** Needs a provider with one thread. */
    public static final String POOL_EXHAUSTED = "pool-exhausted";

    /** Needs a provider whose payload limit is below 100 000 bytes. */
    public static final String OVERSIZE_RESULT = "oversize-result";

    private static final Map<String, Call> CALLS = new LinkedHashMap<>();
    private static final Map<String, Call> WITH_SETTINGS = Map.of(
            POOL_EXHAUSTED,
            session -> {
                session.bean("asyncCalls", CallService.class).sleep(700, "first");
                Future<?> first = session.context().future();
                Cases.thrownBy(RuntimeException.class, () -> calls(session).echo("second"));
                Cases.get(first);
            },
            OVERSIZE_RESULT,
            session -> calls(session).large(100_000));

    static {
        values();
        failures();
        attachments();
        modes();
        refusals();
    }

    private SingleCalls() {}

    /** The names of the calls that need no settings. */
    public static Set<String> names() {
        return new LinkedHashSet<>(CALLS.keySet());
    }

    static Scenario named(String name) {
        Call call = CALLS.getOrDefault(name, WITH_SETTINGS.get(name));
        if (call == null) {
            throw new IllegalArgumentException("No single call \"" + name + "\"; there are " + CALLS.keySet() + ".");
        }
        return (session, results) ->
                new Cases(session.context(), results).check(name, "not judged", () -> call.run(session));
    }

    private static CallService calls(ScenarioSession session) {
        return session.bean("calls", CallService.class);
    }

    private static void values() {
        CALLS.put("plain-call", session -> calls(session).echo("ping"));
        CALLS.put("no-arguments", session -> calls(session).overloaded());
        CALLS.put("int-result", session -> calls(session).sleepInt(0, 42));
        CALLS.put("bean", session -> session.bean("types", TypeService.class).echoPoint(new Point(1, 2)));
        CALLS.put("void-result", session -> calls(session).nothing());
        CALLS.put("null-result", session -> calls(session).nullResult());
        CALLS.put("null-argument", session -> calls(session).echo(null));
    }

    private static void failures() {
        CALLS.put("checked-exception", session -> calls(session).failChecked("why", 42));
        CALLS.put("unchecked-exception", session -> calls(session).failUnchecked("why", 42));
        CALLS.put("wrapped-exception", session -> calls(session).failForeign("why"));
        CALLS.put("rpc-exception", session -> calls(session).failRpc(3, "why"));
        CALLS.put("unserializable-result", session -> calls(session).unserializable());
    }

    private static void attachments() {
        CALLS.put("string-attachments", session -> {
            session.context().setAttachment("first", "1");
            session.context().setAttachment("second", "two");
            calls(session).echo("ping");
        });
        CALLS.put("object-attachments", session -> {
            session.context().setObjectAttachment("number", 17);
            session.context().setObjectAttachment("list", new ArrayList<>(List.of("a", "b")));
            calls(session).echo("ping");
        });
        CALLS.put("response-attachments", session -> calls(session).answerWith("back", "value"));
        CALLS.put(
                "exception-with-response-attachments", session -> calls(session).failWith("back", "value"));
        CALLS.put(
                "group-and-version",
                session -> session.bean("blueGreets", GreetService.class).hello("x"));
        CALLS.put(
                "token",
                session -> session.bean("guardedGreets", GreetService.class).hello("x"));
    }

    private static void modes() {
        CALLS.put(
                "one-way",
                session -> session.bean("oneWayCalls", CallService.class).sink("single", 0));
        CALLS.put("async", session -> {
            session.bean("asyncCalls", CallService.class).echo("ping");
            Cases.get(session.context().future());
        });
        CALLS.put("async-call", session -> {
            CallContext context = session.context();
            Cases.get(context.asyncCall(() -> calls(session).echo("ping")));
        });
        CALLS.put(
                "future-result",
                session ->
                        Cases.get(session.bean("futures", FutureService.class).sleep(0, "a")));
        CALLS.put("echo-service", session -> session.context().echo(calls(session), "ping"));
        CALLS.put("generic-call", session -> generic(session, "echo", new String[] {"java.lang.String"}, "ping"));
        CALLS.put(
                "generic-exception",
                session -> generic(session, "failChecked", new String[] {"java.lang.String", "int"}, "why", 42));
        CALLS.put("generic-unknown-method", session -> generic(session, "vanished", new String[0]));
    }

    private static void generic(ScenarioSession session, String method, String[] types, Object... arguments) {
        session.context().invokeGeneric(session.bean("genericCalls", Object.class), method, types, arguments);
    }

    private static void refusals() {
        CALLS.put(
                "unknown-service",
                session -> session.bean("hidden", HiddenService.class).vanished("x"));
        CALLS.put(
                "unknown-method",
                session -> session.bean("strayed", HiddenService.class).vanished("x"));
        CALLS.put(
                "unknown-group",
                session -> session.bean("redGreets", GreetService.class).hello("x"));
        CALLS.put(
                "unknown-version",
                session -> session.bean("newGreets", GreetService.class).hello("x"));
        CALLS.put(
                "wrong-token",
                session -> session.bean("intruderGreets", GreetService.class).hello("x"));
    }

    /** One call. */
    @FunctionalInterface
    private interface Call {
        void run(ScenarioSession session) throws Exception;
    }
}
