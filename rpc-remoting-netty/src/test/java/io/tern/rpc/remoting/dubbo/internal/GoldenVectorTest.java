// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.remoting.hessian.internal.Hessian2Serialization;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.CallTerms;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.PeerDialect;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Byte for byte what docs/protocol.md lists as test vectors. */
class GoldenVectorTest {
    static final String HELLO_REQUEST =
            "dabbc20000000000000000010000007c05322e302e320c64656d6f2e4563686f41706905302e302e30"
                    + "0568656c6c6f124c6a6176612f6c616e672f537472696e673b03626f624804706174680c64656d6f2e4563686f41706909696e74657266"
                    + "6163650c64656d6f2e4563686f4170690776657273696f6e05302e302e300774696d656f757404313030305a";
    static final String SMALLEST_REQUEST =
            "dabbc20000000000000000010000003805322e302e320c64656d6f2e4563686f41706905302e30"
                    + "2e300568656c6c6f124c6a6176612f6c616e672f537472696e673b03626f62485a";
    static final String FIRE_REQUEST =
            "dabb820000000000000000020000007905322e302e320c64656d6f2e4563686f41706905302e302e30"
                    + "0466697265124c6a6176612f6c616e672f537472696e673b01664804706174680c64656d6f2e4563686f41706909696e74657266616365"
                    + "0c64656d6f2e4563686f4170690776657273696f6e05302e302e300774696d656f757404313030305a";
    static final String VALUE_REPLY = "dabb02140000000000000001000000089106686920626f62";
    private static final String VALUE_REPLY_DUBBO =
            "dabb02140000000000000001000000169406686920626f624805647562626f05322e302e325a";
    private static final String NULL_REPLY = "dabb021400000000000000010000000192";
    private static final String NULL_REPLY_DUBBO = "dabb021400000000000000010000000f954805647562626f05322e302e325a";
    private static final String BAD_REPLY = "dabb022800000000000000010000000403626164";

    /** The interface of the vectors. */
    interface EchoApi {
        String hello(String name);

        void fire(String text);
    }

    private final DubboCodec codec = new DubboCodec(
            new Hessian2Serialization(),
            new ClassPolicy() {
                @Override
                public boolean admits(String className) {
                    return true;
                }

                @Override
                public String cure(String className) {
                    return "";
                }
            },
            UnpooledByteBufAllocator.DEFAULT);

    private static MethodDescriptor method(String name) {
        return MethodDescriptor.of(EchoApi.class).stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private DubboPreparedCall prepared(String method) {
        return codec.prepare(
                method(method), new CallHead("demo.EchoApi", "demo.EchoApi", null, null, Map.of("timeout", "1000"), 0));
    }

    private static Invocation call(String method, String argument, @Nullable Map<String, Object> attachments) {
        CallOptions options = new CallOptions(CallMode.SYNC, false, 1_000_000_000, 0);
        Object[] arguments = {argument};
        return new Invocation(
                new ServiceKey(null, "demo.EchoApi", null), method(method), options, arguments, null, 0, attachments);
    }

    private static String hex(ByteBuf frame) {
        String hex = ByteBufUtil.hexDump(frame);
        frame.release();
        return hex;
    }

    @Test
    void aTwoWayRequest() {
        assertThat(hex(codec.encodeRequest(1, call("hello", "bob", null), prepared("hello"), true)))
                .isEqualTo(HELLO_REQUEST);
    }

    @Test
    void aOneWayRequest() {
        assertThat(hex(codec.encodeRequest(2, call("fire", "f", null), prepared("fire"), false)))
                .isEqualTo(FIRE_REQUEST);
    }

    /** A provider's call of a consumer's callback argument. */
    interface Listener {
        String changed(String event);
    }

    @Test
    void aCallbackNamesNoVersionAndNoService() {
        MethodDescriptor changed = MethodDescriptor.of(Listener.class).get(0);
        CallHead head = new CallHead("demo.Listener", "demo.Listener", null, null, Map.of(), 0, true);
        Invocation call = new Invocation(
                new ServiceKey(null, "demo.Listener", null),
                changed,
                new CallOptions(CallMode.SYNC, false, 1_000_000_000, 0),
                new Object[] {"evt"},
                null,
                0,
                Map.of("callback.service.instid", "42"));
        assertThat(hex(codec.encodeRequest(9, call, codec.prepare(changed, head), true)))
                .isEqualTo("dabbc200000000000000000900000064" + "05322e302e32" + "0d64656d6f2e4c697374656e6572" + "4e"
                        + "076368616e676564" + "124c6a6176612f6c616e672f537472696e673b" + "03657674" + "48"
                        + "0470617468" + "0d64656d6f2e4c697374656e6572"
                        + "1763616c6c6261636b2e736572766963652e696e73746964" + "023432" + "5a");
    }

    @Test
    void theBodyNamesTheInterfaceAndTheAttachmentsThePath() {
        CallHead head = new CallHead("named", "demo.EchoApi", null, null, Map.of(), 0);
        String request =
                hex(codec.encodeRequest(1, call("hello", "bob", null), codec.prepare(method("hello"), head), true));
        assertThat(request.substring(32)).startsWith("05322e302e32" + "0c64656d6f2e4563686f417069");
        assertThat(request).contains("0470617468" + "056e616d6564");
    }

    @Test
    void userAttachmentsComeAfterTheConstantOnesAndCannotReplaceThem() {
        Map<String, Object> user = new HashMap<>(Map.of("k1", "v1", "timeout", "9", "path", "x", "dubbo", "1.0"));
        String end = HELLO_REQUEST.substring(32, HELLO_REQUEST.length() - 2) + "026b31" + "027631" + "5a";
        assertThat(hex(codec.encodeRequest(1, call("hello", "bob", user), prepared("hello"), true)))
                .isEqualTo("dabbc2000000000000000001000000" + Integer.toHexString(end.length() / 2) + end);
    }

    /** What the engine says of one call's time: instead of the constant timeout, and besides it. */
    @Test
    void aCallWithTermsOfItsOwnSaysItsOwnTimeoutAndWhatIsLeft() {
        CallTerms terms = new CallTerms(true, true, false, 0, null, null);
        for (Map<String, Object> said : List.<Map<String, Object>>of(
                Map.of("timeout", "250", "user", "u", "path", "x"),
                Map.of("timeout", "250", "user", "u", "path", "x", "_TO", 250),
                Map.of("user", "u", "_TO", 1_000))) {
            Invocation call = new Invocation(
                    new ServiceKey(null, "demo.EchoApi", null),
                    method("hello"),
                    new CallOptions(CallMode.SYNC, false, 250_000_000, 0, terms),
                    new Object[] {"bob"},
                    null,
                    0,
                    said);
            ByteBuf frame = codec.encodeRequest(1, call, prepared("hello"), true);
            ByteBuf body = frame.skipBytes(16);
            KnownHead head = new RequestHeads(known -> () -> method("hello")).read(body);
            assertThat(head).isNotNull();
            DubboCodec.Request read = codec.decodeRequest(body.skipBytes(head.length()), head, method("hello"));
            Map<String, Object> expected = new HashMap<>(said);
            expected.putIfAbsent("timeout", "1000");
            expected.put("path", "demo.EchoApi");
            expected.put("interface", "demo.EchoApi");
            expected.put("version", "0.0.0");
            assertThat(read.attachments()).isEqualTo(expected);
            assertThat(read.arguments()).containsExactly("bob");
            frame.release();
        }
    }

    @Test
    void requestsAreReadBack() {
        for (String request : new String[] {HELLO_REQUEST, SMALLEST_REQUEST}) {
            ByteBuf body = Unpooled.wrappedBuffer(HexFormat.of().parseHex(request.substring(32)));
            KnownHead head = new RequestHeads(known -> () -> method("hello")).read(body);
            assertThat(head).isNotNull();
            assertThat(head.head().path()).isEqualTo("demo.EchoApi");
            assertThat(head.head().version()).isEqualTo("0.0.0");
            assertThat(head.head().descriptor()).isEqualTo("Ljava/lang/String;");
            assertThat(head.replyAttachments()).isTrue();
            DubboCodec.Request read = codec.decodeRequest(body.skipBytes(head.length()), head, method("hello"));
            assertThat(read.arguments()).containsExactly("bob");
            assertThat(read.attachments()).hasSize(request.equals(HELLO_REQUEST) ? 4 : 0);
            assertThat(DubboCodec.dialect(read.attachments())).isEqualTo(PeerDialect.ALIBABA);
        }
    }

    @Test
    void replies() {
        MethodDescriptor hello = method("hello");
        assertThat(hex(codec.encodeReply(1, hello, new FrameSize(), "hi bob", null, null, PeerDialect.APACHE, 0)))
                .isEqualTo(VALUE_REPLY);
        assertThat(hex(codec.encodeReply(1, hello, new FrameSize(), "hi bob", null, Map.of(), PeerDialect.APACHE, 0)))
                .isEqualTo(VALUE_REPLY_DUBBO);
        assertThat(hex(codec.encodeReply(1, hello, new FrameSize(), null, null, null, PeerDialect.APACHE, 0)))
                .isEqualTo(NULL_REPLY);
        assertThat(hex(codec.encodeReply(1, hello, new FrameSize(), null, null, Map.of(), PeerDialect.APACHE, 0)))
                .isEqualTo(NULL_REPLY_DUBBO);
        assertThat(hex(codec.encodeStatus(1, ReplyStatus.BAD_REQUEST, "bad"))).isEqualTo(BAD_REPLY);
    }

    @Test
    void repliesAreReadBack() {
        String userReply = "9406686920626f6248077372762d6b6579077372762d76616c05647562626f05322e302e325a";
        DubboCodec.Reply reply =
                codec.decodeReply(Unpooled.wrappedBuffer(HexFormat.of().parseHex(userReply)), prepared("hello"));
        assertThat(reply.value()).isEqualTo("hi bob");
        assertThat(reply.attachments()).containsOnly(Map.entry("srv-key", "srv-val"), Map.entry("dubbo", "2.0.2"));
        String exception =
                "93431f6a6176612e6c616e672e496c6c6567616c5374617465457863657074696f6e941473757070726573736564457863"
                        + "657074696f6e730a737461636b54726163650563617573650d64657461696c4d65737361676560701f6a6176612e7574696c2e"
                        + "436f6c6c656374696f6e7324456d7074794c697374701c5b6a6176612e6c616e672e537461636b5472616365456c656d656e74"
                        + "5190036973654805647562626f05322e302e325a";
        DubboCodec.Reply failed =
                codec.decodeReply(Unpooled.wrappedBuffer(HexFormat.of().parseHex(exception)), prepared("hello"));
        assertThat(failed.error()).isInstanceOf(IllegalStateException.class).hasMessage("ise");
        assertThat(failed.attachments()).containsOnlyKeys("dubbo");
    }

    @Test
    void events() {
        assertThat(hex(codec.encodeEvent(true, true, 7, DubboEvent.HEARTBEAT.body())))
                .isEqualTo("dabbe2000000000000000007000000014e");
        assertThat(hex(codec.encodeEvent(false, false, 7, DubboEvent.HEARTBEAT.body())))
                .isEqualTo("dabb22140000000000000007000000014e");
        assertThat(hex(codec.encodeEvent(true, false, 8, DubboEvent.READ_ONLY.body())))
                .isEqualTo("dabba2000000000000000008000000020152");
        assertThat(hex(codec.encodeEvent(true, false, 8, DubboEvent.WRITEABLE.body())))
                .isEqualTo("dabba2000000000000000008000000020157");
    }
}
