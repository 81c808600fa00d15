// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.safety.Attack.Kind;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.testing.transport.RawPeer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Classes that no interface declares, sent in every place of a message, in both directions: nothing of them ever runs. */
class AttackClassTest {
    private static final List<String> MARKERS = Stream.of(
                    Marker.class.getName(),
                    MarkerFailure.class.getName(),
                    MarkerMood.class.getName(),
                    MarkerMap.class.getName(),
                    MarkerList.class.getName())
            .toList();

    @BeforeEach
    void reset() {
        Touches.reset();
    }

    @Test
    void aMarkerClassReportsWhatRunsInIt() throws Exception {
        // Otherwise all other tests would pass for nothing.
        ClassLoader gadgets = new GadgetLoader();
        Object marker = Class.forName(GadgetLoader.NAMES.get(0), true, gadgets)
                .getConstructor()
                .newInstance();
        assertThat(marker.hashCode()).isEqualTo(1);
        assertThat(Touches.all()).containsKeys("static block", "constructor", "hashCode");
    }

    @Test
    void aProviderRefusesEveryClassInEveryPlaceAndStaysUsable() throws Exception {
        attackProvider(TargetService.class, MARKERS);
        assertThat(Touches.all()).isEmpty();
    }

    @Test
    void aProviderRefusesThePublicGadgets() throws Exception {
        GadgetLoader gadgets = new GadgetLoader();
        attackProvider(gadgets.loadClass(TargetService.class.getName()), GadgetLoader.NAMES);
        assertThat(Touches.all()).isEmpty();
        assertThat(gadgets.loadedGadgets()).isEmpty();
    }

    @Test
    void aConsumerRefusesEveryClassInEveryPlaceAndStaysUsable() throws Throwable {
        attackConsumer(TargetService.class, MARKERS);
        assertThat(Touches.all()).isEmpty();
    }

    @Test
    void aConsumerRefusesThePublicGadgets() throws Throwable {
        GadgetLoader gadgets = new GadgetLoader();
        attackConsumer(gadgets.loadClass(TargetService.class.getName()), GadgetLoader.NAMES);
        assertThat(Touches.all()).isEmpty();
        assertThat(gadgets.loadedGadgets()).isEmpty();
    }

    private static void attackProvider(Class<?> type, List<String> names) throws Exception {
        EchoTarget target = new EchoTarget();
        try (Tern tern = LocalTern.provider(protocol -> {})) {
            ExportedService service =
                    tern.export(ConfigElement.service(type, target.as(type)).id("target"));
            try (RawPeer attacker = RawPeer.connect(LocalTern.address(service))) {
                int tried = 0;
                for (String name : names) {
                    for (byte[] request : requests(name)) {
                        tried++;
                        attacker.write(Attack.REQUEST, 0, tried, request);
                        RawPeer.Frame reply = attacker.readCall();
                        String text = Attack.text(reply.body());
                        assertThat(reply.id()).isEqualTo(tried);
                        assertThat(reply.status())
                                .as("%s of %s: %s", tried, name, text)
                                .isEqualTo(Attack.BAD_REQUEST);
                        assertClear(text, name);
                    }
                    assertThat(target.calls())
                            .as("calls that reached the service")
                            .isZero();
                }
                assertThat(tried).isEqualTo(names.size() * (Carrier.values().length + 2));
                assertThat(tern.stats().count(Event.CLASS_REFUSED)).isEqualTo(tried);
                attacker.write(Attack.REQUEST, 0, 77_777, Attack.ping());
                assertThat(attacker.readCall().status()).isEqualTo(Attack.OK);
                assertThat(target.calls()).isEqualTo(1);
            }
        }
    }

    /** As an argument in each way, and as an attachment. */
    private static List<byte[]> requests(String name) {
        List<byte[]> requests = new ArrayList<>();
        for (Carrier carrier : Carrier.values()) {
            requests.add(Attack.request(
                    carrier.method(), carrier.descriptor(), out -> carrier.write(out, name), Attack.noAttachments()));
        }
        requests.add(Attack.request(
                "ping",
                "Ljava/lang/String;",
                out -> out.writeString("hello"),
                Attack.attachment("extra", out -> Carrier.object(out, name))));
        requests.add(
                Attack.request("ping", "Ljava/lang/String;", out -> Carrier.object(out, name), Attack.noAttachments()));
        return requests;
    }

    private static void attackConsumer(Class<?> type, List<String> names) throws Throwable {
        try (HostileProvider attacker = new HostileProvider();
                Tern tern = LocalTern.consumer()) {
            Object stub = LocalTern.stub(tern, type, attacker.url());
            int tried = 0;
            for (String name : names) {
                for (Carrier carrier : Carrier.values()) {
                    tried += attack(attacker, type, stub, carrier.method(), name, value(carrier, name));
                }
                for (byte[] reply : otherReplies(name)) {
                    tried += attack(attacker, type, stub, "any", name, reply);
                }
                tried += attack(attacker, type, stub, "ping", name, value(Carrier.VALUE, name));
            }
            assertThat(tern.stats().count(Event.CLASS_REFUSED)).isEqualTo(tried);
            for (String name : names) {
                failStrangely(attacker, type, stub, name);
            }
            assertThat(call(type, stub, "ping")).isEqualTo("hello");
            assertThat(attacker.accepted()).as("connections needed").isEqualTo(1);
        }
    }

    private static byte[] value(Carrier carrier, String name) {
        return Attack.body(Attack.kind(Kind.VALUE), out -> carrier.write(out, name));
    }

    /** In the attachments of all three kinds of reply. */
    private static List<byte[]> otherReplies(String name) {
        Attack.Part attachments = Attack.attachment("extra", out -> Carrier.object(out, name));
        Attack.Part runtimeException = out -> {
            out.writeObjectBegin("java.lang.RuntimeException");
            out.writeInt(1);
            out.writeString("detailMessage");
            out.writeObjectBegin("java.lang.RuntimeException");
            out.writeString("text");
        };
        return List.of(
                Attack.body(Attack.kind(Kind.EXCEPTION_WITH_ATTACHMENTS), runtimeException, attachments),
                Attack.body(Attack.kind(Kind.VALUE_WITH_ATTACHMENTS), out -> out.writeString("text"), attachments),
                Attack.body(Attack.kind(Kind.NULL_WITH_ATTACHMENTS), attachments));
    }

    private static int attack(
            HostileProvider attacker, Class<?> type, Object stub, String method, String name, byte[] reply) {
        attacker.reply(reply);
        Throwable error = catchThrowable(() -> call(type, stub, method));
        assertThat(error).as("%s by %s", name, method).isInstanceOf(RpcException.class);
        assertThat(((RpcException) error).isSerialization())
                .as("%s", error.getMessage())
                .isTrue();
        assertClear(String.valueOf(error.getMessage()), name);
        return 1;
    }

    /** A failure is told to the caller even if its class is not admitted: by name only, nothing of it is made. */
    private static void failStrangely(HostileProvider attacker, Class<?> type, Object stub, String name) {
        attacker.reply(Attack.body(Attack.kind(Kind.EXCEPTION), out -> Carrier.object(out, name)));
        assertThat(catchThrowable(() -> call(type, stub, "any")))
                .isInstanceOf(RemoteServiceException.class)
                .hasMessageContaining(name);
        attacker.reply(Attack.body(Attack.kind(Kind.EXCEPTION), out -> Carrier.CAUSE.write(out, name)));
        assertThat(catchThrowable(() -> call(type, stub, "any")))
                .isExactlyInstanceOf(RuntimeException.class)
                .hasMessage("text")
                .cause()
                .isInstanceOf(RemoteServiceException.class)
                .hasMessageContaining(name);
    }

    private static Object call(Class<?> type, Object stub, String name) throws Throwable {
        Method method = Arrays.stream(type.getMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        try {
            return method.invoke(stub, method.getParameterTypes()[0] == String.class ? "hello" : null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Names the class and says what to do. */
    private static void assertClear(String text, String name) {
        assertThat(text).contains(name).matches("(?s).*(tern\\.serialize\\.allow|no setting opens|never creates).*");
    }

    @Test
    void attachmentsThatTheConsumerSetsStayOutOfTheErrorText() throws Exception {
        try (HostileProvider attacker = new HostileProvider();
                Tern tern = LocalTern.consumer()) {
            TargetService stub = LocalTern.stub(tern, TargetService.class, attacker.url());
            attacker.reply(Attack.body(Attack.kind(Kind.VALUE), out -> Carrier.object(out, Marker.class.getName())));
            RpcContext.getContext().setAttachment("trace", "SECRET-ATTACHMENT");
            Throwable error = catchThrowable(() -> stub.any(Map.of("key", "SECRET-ARGUMENT")));
            assertThat(error).hasMessageContaining(Marker.class.getName());
            assertThat(error.getMessage()).doesNotContain("SECRET");
        }
    }
}
