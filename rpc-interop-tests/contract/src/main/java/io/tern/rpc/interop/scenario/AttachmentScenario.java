// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.equal;
import static io.tern.rpc.interop.scenario.Cases.holds;
import static io.tern.rpc.interop.scenario.Cases.thrownBy;

import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.api.UncheckedFailure;
import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Attachments in both directions. */
final class AttachmentScenario implements Scenario {
    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        CallContext context = session.context();
        Cases cases = new Cases(context, results);
        CallService calls = session.bean("calls", CallService.class);
        requests(session, cases, calls);
        objects(session, cases, calls);
        replies(session, cases, calls);
        cases.check("a provider's own calls within one call", () -> {
            context.setAttachment("origin", "consumer");
            List<Map<String, String>> seen = calls.relay(2);
            equal(seen.size(), 2);
        });
    }

    private static void requests(ScenarioSession session, Cases cases, CallService calls) {
        CallContext context = session.context();
        cases.check("string attachments arrive", () -> {
            context.setAttachment("plain", "value");
            context.setAttachment("unicode", "\u4e2d\uD83D\uDE00");
            context.setAttachment("empty", "");
            Map<String, String> seen = calls.attachments();
            equal(seen.get("plain"), "value");
            equal(seen.get("unicode"), "\u4e2d\uD83D\uDE00");
            equal(seen.get("empty"), "");
        });
        cases.check("reserved keys are hidden from the service", () -> {
            context.setAttachment("plain", "value");
            Map<String, String> seen = calls.attachments();
            for (String key : List.of("path", "version", "group", "token", "timeout", "async", "dubbo")) {
                holds(!seen.containsKey(key), key + " is hidden in " + seen.keySet());
            }
        });
        cases.check("attachments beside group and version", () -> {
            context.setAttachment("plain", "value");
            equal(session.bean("blueGreets", GreetService.class).attachment("plain"), "value");
        });
        cases.check("an attachment goes with one call only", limitOfOnce(session), () -> {
            context.setAttachment("once", "value");
            equal(calls.attachments().get("once"), "value");
            equal(calls.attachments().get("once"), null);
        });
        cases.check("an attachment is dropped when its call fails", limitOfOnce(session), () -> {
            context.setAttachment("once", "value");
            thrownBy(RuntimeException.class, () -> calls.failJava("why"));
            equal(calls.attachments().get("once"), null);
        });
        // Tern's bound for all attachments of a call is 64 KiB.
        cases.check("a large attachment", () -> {
            context.setAttachment("large", "0123456789".repeat(6_000));
            equal(calls.attachments().get("large"), "0123456789".repeat(6_000));
        });
    }

    private static @Nullable String limitOfOnce(ScenarioSession session) {
        return session.consumer() == PeerLine.DUBBO_2_7
                ? "Dubbo 2.7 keeps attachments on a reference with one direct URL"
                : null;
    }

    private static void objects(ScenarioSession session, Cases cases, CallService calls) {
        CallContext context = session.context();
        boolean old = session.consumer() == PeerLine.DUBBO_2_6 || session.provider() == PeerLine.DUBBO_2_6;
        String limit = old ? "Dubbo 2.6 has string attachments only" : null;
        cases.check("object attachment: number", limit, () -> {
            context.setObjectAttachment("number", 17);
            equal(calls.objectAttachment("number"), "Integer:17");
        });
        cases.check("object attachment: list", limit, () -> {
            context.setObjectAttachment("list", new ArrayList<>(List.of("a", "b")));
            equal(calls.objectAttachment("list"), "List[\"a\", \"b\", ]");
        });
        cases.check("object attachment: string", limit, () -> {
            context.setObjectAttachment("text", "value");
            equal(calls.objectAttachment("text"), "\"value\"");
            equal(calls.echo("x"), "x");
        });
    }

    private static void replies(ScenarioSession session, Cases cases, CallService calls) {
        CallContext context = session.context();
        String limit = session.consumer() == PeerLine.DUBBO_2_7
                ? "Dubbo 2.7 drops response attachments on a reference with one direct URL"
                : null;
        cases.check("response attachment", limit, () -> {
            equal(calls.answerWith("back", "value"), "answered");
            equal(context.responseAttachments().get("back"), "value");
        });
        cases.check("response attachment does not stay for the next call", () -> {
            calls.answerWith("back", "value");
            calls.echo("x");
            equal(context.responseAttachments().get("back"), null);
        });
        cases.check(
                "response attachment beside an exception",
                () -> thrownBy(RuntimeException.class, () -> calls.failWith("back", "value")));
        cases.check("exception beside a response attachment", null, () -> {
            RuntimeException failure = thrownBy(RuntimeException.class, () -> calls.failWith("back", "value"));
            holds(
                    failure instanceof UncheckedFailure || context.rpcCode(failure) != null,
                    "is the failure: " + failure);
        });
    }
}
