// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.GenericException;
import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.interop.TernConsumer;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.CheckedFailure;
import io.tern.rpc.interop.api.FutureService;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.api.UncheckedFailure;
import io.tern.rpc.interop.harness.WireFrame;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.wire.FakeProvider;
import io.tern.rpc.interop.wire.WireReply;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reply that real Dubbo wrote, sent to a Tern consumer by a provider that knows nothing else. */
class GoldenRepliesTest {
    private static final Set<String> ECHOES = Set.of(
            "plain-call",
            "string-attachments",
            "object-attachments",
            "async",
            "async-call",
            "echo-service",
            "generic-call");

    private static FakeProvider provider;
    private static TernConsumer consumer;

    static List<GoldenCase> cases() throws IOException {
        return GoldenCase.all().stream()
                .filter(golden -> golden.frames().stream().anyMatch(frame -> !frame.isRequest() && !frame.isEvent()))
                .toList();
    }

    @BeforeAll
    static void connect() throws IOException {
        provider = FakeProvider.start();
        consumer = TernConsumer.of(provider.port(), PeerLine.TERN);
    }

    @AfterAll
    static void disconnect() throws IOException {
        consumer.close();
        provider.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyReplyIsWhatDubboMeant(GoldenCase golden) throws Exception {
        for (WireFrame request : golden.requests()) {
            WireFrame reply = golden.replyTo(request);
            provider.answerNextWith(reply.bytes());
            if (reply.status() == 20) {
                value(golden);
            } else {
                status(reply);
            }
            consumer.context().clear();
        }
    }

    private static void value(GoldenCase golden) throws Exception {
        CallService calls = consumer.bean("calls", CallService.class);
        String call = golden.call();
        if (ECHOES.contains(call)) {
            assertThat(calls.echo("ping")).isEqualTo("ping");
            return;
        }
        switch (call) {
            case "no-arguments" -> assertThat(calls.overloaded()).isEqualTo("none");
            case "int-result" -> assertThat(calls.sleepInt(0, 42)).isEqualTo(42);
            case "bean" -> {
                Point point = consumer.bean("types", TypeService.class).echoPoint(new Point(1, 2));
                assertThat(point).usingRecursiveComparison().isEqualTo(new Point(1, 2));
            }
            case "void-result" -> calls.nothing();
            case "null-result" -> assertThat(calls.nullResult()).isNull();
            case "null-argument" -> assertThat(calls.echo(null)).isNull();
            case "group-and-version", "token" -> assertThat(calls.echo("x")).isEqualTo("hello x");
            case "pool-exhausted" -> assertThat(calls.echo("x")).isEqualTo("first");
            case "future-result" ->
                assertThat(consumer.bean("futures", FutureService.class)
                                .sleep(0, "a")
                                .get(5, TimeUnit.SECONDS))
                        .isEqualTo("a");
            case "response-attachments" -> {
                assertThat(calls.answerWith("back", "value")).isEqualTo("answered");
                assertThat(consumer.context().responseAttachments()).containsEntry("back", "value");
            }
            default -> failure(golden, calls);
        }
    }

    private static void failure(GoldenCase golden, CallService calls) {
        switch (golden.call()) {
            case "checked-exception" -> {
                CheckedFailure failure = thrown(CheckedFailure.class, () -> calls.failChecked("why", 42));
                assertThat(failure).hasMessage("why").hasNoCause();
                assertThat(failure.detail()).isEqualTo(42);
                assertThat(failure.place()).usingRecursiveComparison().isEqualTo(new Point(3, 4));
                assertThat(failure.getStackTrace()[0].getMethodName()).isEqualTo("failChecked");
            }
            case "unchecked-exception" -> {
                UncheckedFailure failure = thrown(UncheckedFailure.class, () -> calls.failUnchecked("why", 42));
                assertThat(failure).hasMessage("why");
                assertThat(failure.detail()).isEqualTo(42);
            }
            case "exception-with-response-attachments" -> {
                thrown(UncheckedFailure.class, () -> calls.failWith("back", "value"));
                assertThat(consumer.context().responseAttachments()).containsEntry("back", "value");
            }
            case "wrapped-exception" ->
                assertThat(thrown(RuntimeException.class, () -> calls.failForeign("why")))
                        .isExactlyInstanceOf(RemoteServiceException.class)
                        .hasMessageContaining("ForeignFailure: foreign");
            case "rpc-exception" -> {
                RpcException failure = thrown(RpcException.class, () -> calls.failRpc(3, "why"));
                assertThat(failure).hasMessage("why");
                assertThat(failure.isBiz()).isTrue();
            }
            case "generic-exception" -> {
                GenericException failure = thrown(GenericException.class, () -> calls.echo("ping"));
                assertThat(failure.getExceptionClass()).isEqualTo(CheckedFailure.class.getName());
                assertThat(failure.getExceptionMessage()).isEqualTo("why");
            }
            default -> throw new AssertionError("Nothing is said here about the recording " + golden);
        }
    }

    private static void status(WireFrame reply) {
        String text = WireReply.text(reply.bytes(), WireFrame.HEADER);
        Class<? extends RpcException> expected = switch (reply.status()) {
            case 25, 50 -> RpcSerializationException.class;
            case 40, 70 -> RpcServerException.class;
            case 100 -> RpcLimitException.class;
            default -> throw new AssertionError("Nothing is said here about status " + reply.status());
        };
        RpcException failure =
                thrown(expected, () -> consumer.bean("calls", CallService.class).echo("ping"));
        assertThat(failure)
                .hasMessageContaining("status " + reply.status())
                .hasMessageContaining(text.substring(0, Math.min(60, text.length())));
    }

    private static <E extends Throwable> E thrown(Class<E> type, Callable<?> call) {
        Throwable failure = catchThrowable(call::call);
        assertThat(failure).isInstanceOf(type);
        return type.cast(failure);
    }
}
