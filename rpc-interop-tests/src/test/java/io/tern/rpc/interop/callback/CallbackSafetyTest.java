// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.callback.HubBench.TestEar;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.wire.FakeProvider;
import io.tern.rpc.interop.wire.WireRequest;
import io.tern.rpc.testing.transport.RawPeer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider that the test drives byte by byte, and what it can call in a consumer of Tern: the objects it was given, no more. */
@Timeout(60)
class CallbackSafetyTest {
    private static final String EAR = Hub.Ear.class.getName();
    private static final String TEXT = "Ljava/lang/String;";
    /** Hessian for the whole number 1. */
    private static final byte[] ONE = {(byte) 0x91, (byte) 0x91};

    private static final int OK = 20;
    private static final int BAD_REQUEST = 40;
    private static final int REFUSED = 70;

    private final BlockingQueue<RawPeer> links = new LinkedBlockingQueue<>();
    private final TestEar ear = new TestEar("one");
    private FakeProvider provider;
    private Tern consumer;
    private Hub hub;
    private RawPeer link;
    private long lastId = 100;

    @BeforeEach
    void start() throws Exception {
        provider = FakeProvider.start();
        consumer = LocalTern.consumer();
        hub = HubBench.hub(consumer, LocalTern.url(provider.port()), element -> {});
    }

    @AfterEach
    void stop() throws Exception {
        consumer.close();
        provider.close();
    }

    private void answerNext() {
        provider.answerNext((request, peer) -> {
            links.add(peer);
            peer.write(0x02, OK, request.id(), ONE);
        });
    }

    /** Passes the object; returns its id. */
    private String add() throws Exception {
        answerNext();
        hub.add(ear);
        link = links.take();
        WireRequest request = WireRequest.parse(call().body(), 0);
        assertThat(request.arguments()).hasSize(1).containsOnlyNulls();
        assertThat(request.descriptor()).isEqualTo("L" + EAR.replace('.', '/') + ";");
        return String.valueOf(request.attachments().get("sys_callback_arg-0"));
    }

    /** The next frame of the consumer that is no event. */
    private RawPeer.Frame call() throws Exception {
        RawPeer.Frame frame = provider.poll();
        while (frame != null && (frame.flags() & 0x20) != 0) {
            frame = provider.poll();
        }
        assertThat(frame).as("a frame of the consumer").isNotNull();
        return frame;
    }

    /** Calls the consumer; returns its reply. */
    private RawPeer.Frame back(String path, String method, byte[] argument, Map<String, String> attachments)
            throws Exception {
        long id = lastId++;
        link.write(0xc2, 0, id, body(path, method, argument, attachments));
        RawPeer.Frame reply = call();
        assertThat(reply.id()).isEqualTo(id);
        assertThat(reply.flags()).isEqualTo(0x02);
        return reply;
    }

    private static byte[] body(String path, String method, byte[] argument, Map<String, String> attachments) {
        byte[] map = {'H'};
        for (Map.Entry<String, String> entry : attachments.entrySet()) {
            map = RawPeer.concat(map, RawPeer.text(entry.getKey()), RawPeer.text(entry.getValue()));
        }
        return RawPeer.concat(
                RawPeer.text("2.0.2"),
                RawPeer.text(path),
                new byte[] {'N'},
                RawPeer.text(method),
                RawPeer.text(TEXT),
                argument,
                map,
                new byte[] {'Z'});
    }

    private static Map<String, String> attachments(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static Map<String, String> to(String id) {
        return attachments("callback.service.instid", id, "path", EAR);
    }

    @Test
    void theObjectIsFoundByPathAndIdAlone() throws Exception {
        String id = add();
        assertThat(back(EAR, "hear", RawPeer.text("a"), to(id)).status()).isEqualTo(OK);
        // What Apache's providers send besides.
        Map<String, String> more = to(id);
        more.putAll(attachments(
                "interface", Hub.class.getName(), "version", "9.9", "sys_callback_arg-0", id, "input", "7"));
        RawPeer.Frame reply = back(EAR, "hear", RawPeer.text("b"), more);
        assertThat(reply.status()).isEqualTo(OK);
        assertThat(reply.bodyHex()).startsWith("940b6f6e65206865617264"); // "one heard b"
        assertThat(ear.heard).containsExactly("a", "b");
    }

    @Test
    void anythingElseIsRefusedAndRunsNothing() throws Exception {
        String id = add();
        byte[] text = RawPeer.text("x");
        assertThat(back(EAR, "hear", text, to("999")).status()).isEqualTo(REFUSED);
        assertThat(back(EAR, "hear", text, attachments("path", EAR)).status()).isEqualTo(REFUSED);
        assertThat(back(EAR, "hear", text, Map.of()).status()).isEqualTo(REFUSED);
        Map<String, String> otherGroup = to(id);
        otherGroup.put("group", "other");
        assertThat(back(EAR, "hear", text, otherGroup).status()).isEqualTo(REFUSED);
        Map<String, String> otherPath = to(id);
        otherPath.put("path", Hub.class.getName());
        assertThat(back(EAR, "hear", text, otherPath).status()).isEqualTo(REFUSED);
        assertThat(ear.heard).isEmpty();
        assertThat(back(EAR, "hear", text, to(id)).status()).isEqualTo(OK);
    }

    @Test
    void ofAnotherInterfaceNotAByteIsDecoded() throws Exception {
        String id = add();
        byte[] notHessian = {(byte) 0x45, (byte) 0x46, (byte) 0x47};
        for (String path : new String[] {"java.lang.Runnable", Hub.class.getName(), "", "x".repeat(200)}) {
            assertThat(back(path, "hear", notHessian, to(id)).status()).as(path).isEqualTo(REFUSED);
        }
        // Of the right one they are, by its own signature, and no further.
        assertThat(back(EAR, "hear", notHessian, to(id)).status()).isEqualTo(BAD_REQUEST);
        assertThat(ear.heard).isEmpty();
    }

    @Test
    void aMethodThatTheInterfaceLacksGivesNothingBack() throws Exception {
        String id = add();
        RawPeer.Frame reply = back(EAR, "smell", RawPeer.text("x"), to(id));
        assertThat(reply.status()).isEqualTo(OK);
        assertThat(reply.bodyHex()).startsWith("95");
        assertThat(ear.heard).isEmpty();
    }

    @Test
    void oneWayRequestsAreNeverAnswered() throws Exception {
        String id = add();
        link.write(0x82, 0, 1, body(EAR, "hear", RawPeer.text("one-way"), to(id)));
        link.write(0x82, 0, 2, body(EAR, "smell", RawPeer.text("x"), to(id)));
        link.write(0x82, 0, 3, body("other", "hear", RawPeer.text("x"), to(id)));
        // The reply to this one is the next frame, as back() sees.
        assertThat(back(EAR, "hear", RawPeer.text("a"), to(id)).status()).isEqualTo(OK);
        // Two tasks, of which the later one may be done first.
        LocalTern.await("both are heard", Duration.ofSeconds(10), () -> ear.heard.size() >= 2);
        assertThat(ear.heard).containsExactlyInAnyOrder("one-way", "a");
    }

    @Test
    void nothingCanBeCalledBeforeAnObjectIsPassedAndAfterItIsRemoved() throws Exception {
        answerNext();
        hub.echo("x");
        link = links.take();
        call();
        assertThat(back(EAR, "hear", RawPeer.text("x"), to("1")).status()).isEqualTo(REFUSED);
        String id = add();
        assertThat(back(EAR, "hear", RawPeer.text("a"), to(id)).status()).isEqualTo(OK);
        provider.answerNext((request, peer) -> peer.write(0x02, OK, request.id(), new byte[] {(byte) 0x91, 'T'}));
        assertThat(hub.remove(ear)).isTrue();
        WireRequest removal = WireRequest.parse(call().body(), 0);
        assertThat(removal.arguments()).containsOnlyNulls();
        assertThat(removal.attachments()).containsEntry("sys_callback_arg-0", id);
        assertThat(back(EAR, "hear", RawPeer.text("b"), to(id)).status()).isEqualTo(REFUSED);
        assertThat(ear.heard).containsExactly("a");
        assertThat(consumer.stats().callbackObjects()).isZero();
    }
}
