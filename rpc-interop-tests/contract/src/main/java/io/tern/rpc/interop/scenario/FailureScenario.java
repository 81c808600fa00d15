// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.equal;
import static io.tern.rpc.interop.scenario.Cases.holds;
import static io.tern.rpc.interop.scenario.Cases.thrownBy;

import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.CheckedFailure;
import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.api.HiddenService;
import io.tern.rpc.interop.api.SpecialFailure;
import io.tern.rpc.interop.api.UncheckedFailure;
import io.tern.rpc.interop.api.UndeclaredFailure;
import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Synchronous calls that fail: in the service, in the framework of the provider, and by time. */
final class FailureScenario implements Scenario {
    private static final int TIMEOUT = 2;
    private static final int BIZ = 3;

    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        Cases cases = new Cases(session.context(), results);
        CallService calls = session.bean("calls", CallService.class);
        businessFailures(cases, calls, session);
        rpcFailures(cases, calls, session);
        notFound(cases, session);
        cases.check("a connection survives all failures", () -> equal(calls.echo("still here"), "still here"));
    }

    private static void businessFailures(Cases cases, CallService calls, ScenarioSession session) {
        cases.check("declared checked exception", () -> {
            CheckedFailure failure = thrownBy(CheckedFailure.class, () -> calls.failChecked("why", 42));
            equal(failure.getClass(), CheckedFailure.class);
            equal(failure.getMessage(), "why");
            equal(failure.detail(), 42);
            equal(Description.of(failure.place()), "Point{x=Integer:3, y=Integer:4, }");
            equal(failure.getCause(), null);
        });
        cases.check("subclass of a declared exception", () -> {
            SpecialFailure failure = thrownBy(SpecialFailure.class, () -> calls.failSpecial("why"));
            equal(failure.speciality(), "special");
            equal(failure.detail(), -1);
        });
        cases.check("unchecked exception of the interface's jar", () -> {
            UncheckedFailure failure = thrownBy(UncheckedFailure.class, () -> calls.failUnchecked("why", 1L << 40));
            equal(failure.getMessage(), "why");
            equal(failure.detail(), 1L << 40);
        });
        cases.check("exception with a cause", () -> {
            UncheckedFailure failure = thrownBy(UncheckedFailure.class, () -> calls.failWithCause("why"));
            IllegalStateException cause = thrownBy(IllegalStateException.class, () -> rethrow(failure.getCause()));
            equal(cause.getMessage(), "cause of why");
        });
        cases.check("JDK exception with a cause", () -> {
            IllegalStateException failure = thrownBy(IllegalStateException.class, () -> calls.failJava("why"));
            equal(failure.getMessage(), "why");
            equal(String.valueOf(failure.getCause()), "java.lang.IllegalArgumentException: inner");
            equal(failure.getSuppressed().length, 0);
        });
        cases.check("JDK exception with a suppressed exception", strictLimit(session), () -> {
            IllegalStateException failure = thrownBy(IllegalStateException.class, () -> calls.failSuppressed("why"));
            equal(failure.getSuppressed().length, 1);
            equal(String.valueOf(failure.getSuppressed()[0]), "java.lang.UnsupportedOperationException: suppressed");
        });
        cases.check("unchecked exception of another jar arrives as RuntimeException", () -> {
            RuntimeException failure = thrownBy(RuntimeException.class, () -> calls.failForeign("why"));
            // Tern's own class is a RuntimeException that knows more.
            equal(
                    failure.getClass().getSimpleName(),
                    session.consumer() == PeerLine.TERN ? "RemoteServiceException" : "RuntimeException");
            holds(
                    String.valueOf(failure.getMessage()).contains("ForeignFailure: foreign"),
                    "names the original: " + failure);
        });
        cases.check("undeclared checked exception", limitOfUndeclared(session), () -> {
            UndeclaredFailure failure = thrownBy(UndeclaredFailure.class, () -> calls.failUndeclared("why"));
            equal(failure.getMessage(), "why");
        });
        cases.check(
                "Error",
                strictLimit(session),
                () -> equal(
                        thrownBy(AssertionError.class, () -> calls.failError("why"))
                                .getMessage(),
                        "why"));
    }

    private static @Nullable String limitOfUndeclared(ScenarioSession session) {
        boolean unchecked =
                session.consumer().hasOldHessian() && session.provider().hasOldHessian();
        return unchecked ? null : "an exception that no signature names meets a strict class check";
    }

    private static @Nullable String strictLimit(ScenarioSession session) {
        boolean strict = session.consumer() == PeerLine.DUBBO_3_3 || session.provider() == PeerLine.DUBBO_3_3;
        return strict ? "the class check of Dubbo 3.3 knows only some exceptions of the JDK" : null;
    }

    private static void rethrow(Throwable failure) throws Throwable {
        throw failure;
    }

    private static void rpcFailures(Cases cases, CallService calls, ScenarioSession session) {
        CallContext context = session.context();
        cases.check("RpcException of the service", rpcExceptionLimit(session), () -> {
            RuntimeException failure = thrownBy(RuntimeException.class, () -> calls.failRpc(BIZ, "why"));
            if (session.consumer() == PeerLine.DUBBO_3_3) {
                holds(context.rpcCode(failure) != null, "is an RpcException: " + failure);
            } else {
                equal(context.rpcCode(failure), BIZ);
                equal(failure.getMessage(), "why");
            }
        });
        cases.check("a result that cannot be serialized", () -> isRpcFailure(context, calls::unserializable));
        cases.check("timeout", () -> {
            CallService hurried = session.bean("hurriedCalls", CallService.class);
            String key = UUID.randomUUID().toString();
            Throwable failure = thrownBy(RuntimeException.class, () -> hurried.held(key, "late"));
            calls.release(key);
            equal(context.rpcCode(failure), TIMEOUT);
        });
    }

    private static @Nullable String rpcExceptionLimit(ScenarioSession session) {
        boolean newToOld = session.consumer() == PeerLine.DUBBO_2_6
                && (session.provider() == PeerLine.DUBBO_2_7 || session.provider() == PeerLine.DUBBO_3_3);
        boolean oldToNew = session.consumer() == PeerLine.DUBBO_3_3 && session.provider() == PeerLine.DUBBO_2_6;
        return newToOld || oldToNew ? "neither knows the other's name of RpcException" : null;
    }

    private static void notFound(Cases cases, ScenarioSession session) {
        CallContext context = session.context();
        cases.check(
                "unknown service",
                () -> isRpcFailure(
                        context,
                        () -> session.bean("hidden", HiddenService.class).vanished("x")));
        cases.check(
                "unknown method",
                () -> isRpcFailure(
                        context,
                        () -> session.bean("strayed", HiddenService.class).vanished("x")));
        cases.check(
                "unknown group",
                () -> isRpcFailure(
                        context,
                        () -> session.bean("redGreets", GreetService.class).hello("x")));
        cases.check(
                "unknown version",
                () -> isRpcFailure(
                        context,
                        () -> session.bean("newGreets", GreetService.class).hello("x")));
        cases.check(
                "wrong token",
                () -> isRpcFailure(
                        context,
                        () -> session.bean("intruderGreets", GreetService.class).hello("x")));
    }

    private static void isRpcFailure(CallContext context, Cases.Body call) {
        RuntimeException failure = thrownBy(RuntimeException.class, call);
        holds(context.rpcCode(failure) != null, "is an RpcException: " + failure);
    }
}
