// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.TernCallContext;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.FutureService;
import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.harness.WireFrame;
import io.tern.rpc.interop.process.ForeignFailures;
import io.tern.rpc.interop.service.CallFixture;
import io.tern.rpc.interop.service.FutureFixture;
import io.tern.rpc.interop.service.GreetFixture;
import io.tern.rpc.interop.service.TypeFixture;
import io.tern.rpc.interop.wire.NeutralHessian.Thing;
import io.tern.rpc.interop.wire.WireReply;
import io.tern.rpc.interop.wire.WireRequest;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every request that real Dubbo wrote, replayed to a Tern provider: it finds the method that was meant, with the arguments and attachments that
 * were sent, and its reply is that of Dubbo's provider: byte for byte if it is a value, in class and flag if it is an exception.
 *
 * <p>Differences on purpose: what is not exported is always status 70, which Dubbo 2.7 and 3.3 report as 70 or 40, and a result over the limit
 * always status 50, which is 25 in 3.3. Generic calls are refused.
 */
class GoldenServedTest {
    private static final int PAYLOAD = 50_000;
    private static final BlockingQueue<Invocation> SERVED = new LinkedBlockingQueue<>();

    private static Tern tern;
    private static InetSocketAddress address;

    private RawPeer client;

    /** Keeps what the engine hands to services. */
    private static final class Capture implements Filter {
        @Override
        public String name() {
            return "capture";
        }

        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
            SERVED.add(call);
            return next.invoke(call);
        }
    }

    static List<GoldenCase> cases() throws IOException {
        // The replies to a full pool are another test's: here the pool has many threads.
        return GoldenCase.all().stream()
                .filter(golden -> !golden.requests().isEmpty() && !golden.call().equals("pool-exhausted"))
                .toList();
    }

    @BeforeAll
    static void export() throws IOException {
        tern = Tern.builder()
                .application("interop-provider")
                .element(ConfigElement.of(ElementKind.PROTOCOL)
                        .set("name", "dubbo")
                        .set("host", "127.0.0.1")
                        .set("port", -1)
                        .set("payload", PAYLOAD))
                .element(ConfigElement.of(ElementKind.PROVIDER).set("filter", "capture"))
                .filter(new Capture())
                .start();
        TernCallContext context = new TernCallContext();
        GreetFixture greets = new GreetFixture(context);
        CallFixture calls =
                new CallFixture(context, unused(CallService.class), unused(GreetService.class), new ForeignFailures());
        ExportedService exported = tern.export(CallService.class, calls, service -> {});
        tern.export(TypeService.class, new TypeFixture(), service -> {});
        tern.export(FutureService.class, new FutureFixture(), service -> {});
        tern.export(GreetService.class, greets, service -> {});
        tern.export(
                GreetService.class,
                greets,
                service -> service.set("group", "blue").set("version", "2.0.0"));
        tern.export(
                GreetService.class,
                greets,
                service -> service.set("group", "guarded").set("token", "interop-token"));
        address = exported.addresses().get(0);
    }

    /** A reference for nested calls, which no recording makes. */
    private static <T> T unused(Class<T> type) {
        return tern.refer(
                        type,
                        reference -> reference
                                .set("url", "dubbo://127.0.0.1:1")
                                .set("check", false)
                                .set("lazy", true))
                .get();
    }

    @AfterAll
    static void stop() {
        tern.close();
    }

    @BeforeEach
    void connect() throws IOException {
        client = RawPeer.connect(address);
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyRequestIsServedAsDubboServedIt(GoldenCase golden) throws Exception {
        for (WireFrame request : golden.requests()) {
            SERVED.clear();
            client.write(request.bytes());
            boolean twoWay = (request.flags() & 0x40) != 0;
            WireFrame theirs = twoWay ? golden.replyTo(request) : null;
            if (theirs == null || isServed(golden, theirs.status())) {
                assertThatTheSameCallArrived(WireRequest.parse(request.bytes(), WireFrame.HEADER));
            }
            if (theirs != null) {
                RawPeer.Frame ours = client.read();
                assertThat(ours.id()).isEqualTo(request.id());
                assertThat(ours.flags()).isEqualTo(theirs.flags());
                assertThat(ours.status()).isEqualTo(expectedStatus(golden, theirs.status()));
                if (ours.status() == 20) {
                    assertThatRepliesAreAlike(ours, theirs);
                }
            }
        }
    }

    private static boolean isServed(GoldenCase golden, int status) {
        return !golden.isGeneric() && status != 40 && status != 70;
    }

    private static int expectedStatus(GoldenCase golden, int theirs) {
        if (golden.isGeneric()) {
            return 70;
        }
        return switch (theirs) {
            case 40 -> 70;
            case 25 -> 50;
            default -> theirs;
        };
    }

    private static void assertThatTheSameCallArrived(WireRequest sent) throws InterruptedException {
        if ("$echo".equals(sent.method())) {
            // Echo is answered by the engine and passes no filter.
            return;
        }
        Invocation served = SERVED.poll(5, TimeUnit.SECONDS);
        assertThat(served).as("the call that the service got").isNotNull();
        assertThat(served.method().name()).isEqualTo(sent.method());
        assertThat(served.method().parameterDescriptor()).isEqualTo(sent.descriptor());
        assertThat(served.arguments()).hasSameSizeAs(sent.arguments());
        for (int i = 0; i < served.arguments().length; i++) {
            assertThatIsSame(served.arguments()[i], sent.arguments().get(i));
        }
        Map<String, Object> attachments = new HashMap<>(sent.attachments());
        // Checked, and then nobody else's business.
        attachments.remove("token");
        assertThat(served.attachments()).isEqualTo(attachments);
    }

    private static void assertThatIsSame(@Nullable Object actual, @Nullable Object sent) {
        if (sent instanceof Thing thing) {
            assertThat(actual).isNotNull();
            assertThat(actual.getClass().getName()).isEqualTo(thing.type());
            thing.fields()
                    .forEach(
                            (name, value) -> assertThat(actual).extracting(name).isEqualTo(value));
        } else {
            assertThat(actual).isEqualTo(sent);
        }
    }

    private static void assertThatRepliesAreAlike(RawPeer.Frame ours, WireFrame theirs) {
        WireReply actual = WireReply.parse(ours.body(), 0);
        WireReply expected = WireReply.parse(theirs.bytes(), WireFrame.HEADER);
        assertThat(actual.flag()).isEqualTo(expected.flag());
        assertThat(actual.attachments()).isEqualTo(expected.attachments());
        if (actual.flag() % 3 == 0) {
            assertThatExceptionsAreAlike((Thing) actual.value(), (Thing) expected.value());
        } else if (expected.attachments() == null || expected.attachments().size() < 2) {
            assertThat(ours.bodyHex())
                    .isEqualTo(HexFormat.of().formatHex(theirs.bytes(), WireFrame.HEADER, theirs.bytes().length));
        } else {
            assertThat(actual.value()).isEqualTo(expected.value());
        }
    }

    /** The same class with the same fields; only the text of a wrapped exception and the stack trace are this process's own. */
    private static void assertThatExceptionsAreAlike(Thing actual, Thing expected) {
        assertThat(actual.type()).isEqualTo(expected.type());
        assertThat(actual.fields().keySet())
                .containsExactlyInAnyOrderElementsOf(expected.fields().keySet());
        for (String name : List.of("code", "detail")) {
            assertThat(actual.fields().get(name)).isEqualTo(expected.fields().get(name));
        }
        String text = String.valueOf(expected.fields().get("detailMessage"));
        assertThat(String.valueOf(actual.fields().get("detailMessage")))
                .startsWith(text.lines().findFirst().orElse(""));
        assertThat(actual.fields().get("cause")).as("itself, which means none").isSameAs(actual);
        if (actual.type().equals("java.lang.RuntimeException")) {
            // Stands for an exception that the consumer does not know; its text has the original's trace.
            assertThat(text).contains("\tat ");
            assertThat(String.valueOf(actual.fields().get("detailMessage"))).contains("\tat ");
            return;
        }
        List<?> trace = (List<?>) actual.fields().get("stackTrace");
        assertThat(trace)
                .isNotEmpty()
                .first()
                .isInstanceOfSatisfying(
                        Thing.class, element -> assertThat(element.type()).isEqualTo("java.lang.StackTraceElement"));
    }
}
