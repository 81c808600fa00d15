// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.wire;

import static io.tern.rpc.interop.wire.RequestBytes.CALLS;
import static io.tern.rpc.interop.wire.RequestBytes.GREETS;
import static io.tern.rpc.interop.wire.RequestBytes.NULL;
import static io.tern.rpc.interop.wire.RequestBytes.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.TernProvider;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Tern provider makes of the body of a request (docs/protocol.md, "Request body" and "Response body"). */
class ProviderRequestTest {
    private static final String NONE = "(null)";
    private static final String POINT = "Lio/tern/rpc/interop/api/Point;";

    private static TernProvider provider;

    private RawPeer client;

    @BeforeAll
    static void start() throws IOException {
        provider = TernProvider.start();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void connect() throws IOException {
        client = RawPeer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), provider.port()));
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = NONE,
            value = {
                "2.0.2, true",
                "2.0.3, true",
                "2.0.9, true",
                "2.0.2-x, true",
                "2.0.10, false",
                "2.0.99, false",
                "2.0.0, false",
                "2.0.1, false",
                "1.0.0, false",
                "2.1.0, false",
                "2.5.10, false",
                "2.6.2, false",
                "2.6.3, false",
                "2.7.23, false",
                "3.3.6, false",
                "abc, false",
                "'', false",
                "(null), false"
            })
    void theVersionTextDecidesWhetherAReplyHasAttachments(String protocol, boolean attachments) throws IOException {
        int more = attachments ? 3 : 0;
        WireReply value = reply(RequestBytes.echo("ping").protocol(protocol));
        assertThat(value.flag()).isEqualTo(1 + more);
        assertThat(value.value()).isEqualTo("ping");
        assertThat(reply(RequestBytes.call(CALLS, "nullResult", "").protocol(protocol))
                        .flag())
                .isEqualTo(2 + more);
        WireReply failure = reply(RequestBytes.call(CALLS, "failJava", TEXT)
                .arguments(RawPeer.text("why"))
                .protocol(protocol));
        assertThat(failure.flag()).isEqualTo(more);
        assertThat(((NeutralHessian.Thing) failure.value()).type()).isEqualTo("java.lang.IllegalStateException");
        if (attachments) {
            assertThat(value.attachments()).isEqualTo(Map.of("dubbo", "2.0.2"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = NONE,
            value = {"0.0.0", "''", NONE})
    void aServiceWithoutVersionHasThreeNames(String version) throws IOException {
        assertThat(reply(RequestBytes.hello().version(version)).value()).isEqualTo("hello x");
        byte[] value = version == null ? NULL : RawPeer.text(version);
        assertThat(reply(RequestBytes.hello().attach("version", value)).value()).isEqualTo("hello x");
    }

    @Test
    void theAttachedPathAndVersionWinOverTheBody() throws IOException {
        assertThat(reply(RequestBytes.hello().attach("path", GREETS)).value()).isEqualTo("hello x");
        assertThat(status(RequestBytes.hello().attach("path", CALLS))).isEqualTo(70);
        assertThat(status(RequestBytes.hello().attach("path", "/" + GREETS))).isEqualTo(70);
        assertThat(status(RequestBytes.hello().attach("version", "9.9.9"))).isEqualTo(70);
        assertThat(reply(RequestBytes.hello().attach("path", "named.greets").attach("group", "named"))
                        .value())
                .isEqualTo("hello x");
        assertThat(reply(RequestBytes.hello().path("named.greets").attach("group", "named"))
                        .value())
                .isEqualTo("hello x");
    }

    @Test
    void theInterfaceAttachmentIsNotNeededAndNotBelieved() throws IOException {
        assertThat(reply(RequestBytes.hello().attach("interface", "some.Other")).value())
                .isEqualTo("hello x");
    }

    @Test
    void attachmentsMayBeEmptyOrNullButMustBeThere() throws IOException {
        assertThat(reply(RequestBytes.echo("a").attachments(RequestBytes.EMPTY_MAP))
                        .value())
                .isEqualTo("a");
        assertThat(reply(RequestBytes.echo("a").attachments(NULL)).value()).isEqualTo("a");
        assertThat(status(RequestBytes.echo("a").attachments(new byte[0]))).isEqualTo(40);
        assertThat(status(RequestBytes.echo("a").attachments(RawPeer.text("no map"))))
                .isEqualTo(40);
    }

    @Test
    void aTypedMapAndBytesBehindTheAttachmentsAreAccepted() throws IOException {
        byte[] typed = RawPeer.concat(new byte[] {'M'}, RawPeer.text("java.util.LinkedHashMap"), new byte[] {'Z'});
        assertThat(reply(RequestBytes.echo("a").attachments(typed)).value()).isEqualTo("a");
        byte[] more = RawPeer.concat(RequestBytes.EMPTY_MAP, new byte[] {1, 'x'});
        assertThat(reply(RequestBytes.echo("a").attachments(more)).value()).isEqualTo("a");
    }

    @Test
    void groupAndVersionFindTheirService() throws IOException {
        RequestBytes blue = RequestBytes.hello().version("2.0.0");
        assertThat(status(blue)).isEqualTo(70);
        assertThat(reply(RequestBytes.hello().version("2.0.0").attach("group", "blue"))
                        .value())
                .isEqualTo("hello x");
        assertThat(status(RequestBytes.hello().version("2.0.0").attach("group", "BLUE")))
                .isEqualTo(70);
        assertThat(status(RequestBytes.hello().version("2.0.0").attach("group", new byte[] {(byte) 0x91})))
                .isEqualTo(70);
    }

    @Test
    void aTokenMustBeTheRightText() throws IOException {
        assertThat(reply(guarded().attach("token", "interop-token")).value()).isEqualTo("hello x");
        assertThat(status(guarded())).isEqualTo(70);
        assertThat(status(guarded().attach("token", "interop-tokem"))).isEqualTo(70);
        // The third miss would close the connection.
        disconnect();
        connect();
        assertThat(status(guarded().attach("token", NULL))).isEqualTo(70);
        assertThat(status(guarded().attach("token", new byte[] {(byte) 0x91}))).isEqualTo(70);
        disconnect();
        connect();
        assertThat(errorText(guarded().attach("token", "interop-tokem"))).doesNotContain("interop-token");
    }

    private static RequestBytes guarded() {
        return RequestBytes.hello().attach("group", "guarded");
    }

    @Test
    void aTimeoutMayBeATextOrAnyNumber() throws IOException {
        byte[][] values = {
            RawPeer.text("5000"),
            {(byte) 0xd4, 0x13, (byte) 0x88},
            {0x59, 0, 0, 0x13, (byte) 0x88},
            {0x5e, 0x13, (byte) 0x88},
            RawPeer.text("soon"),
            RawPeer.text("-1"),
            NULL,
            {'H', 'Z'}
        };
        for (byte[] value : values) {
            assertThat(reply(RequestBytes.echo("a").attach("timeout", value)).value())
                    .isEqualTo("a");
        }
    }

    @Test
    void objectAttachmentsReachTheService() throws IOException {
        RequestBytes request =
                RequestBytes.call(CALLS, "objectAttachment", TEXT).arguments(RawPeer.text("number"));
        assertThat(reply(request.attach("number", new byte[] {(byte) 0xa1})).value())
                .isEqualTo("Integer:17");
    }

    @Test
    void attachmentsAreBounded() throws IOException {
        RequestBytes request = RequestBytes.echo("a");
        for (int i = 0; i < 70; i++) {
            request.attach("key" + i, "x".repeat(1_000));
        }
        assertThat(status(request)).isEqualTo(40);
        assertThat(reply(RequestBytes.echo("still here")).value()).isEqualTo("still here");
    }

    @Test
    void whatIsNotThereIsStatus70() throws IOException {
        assertThat(status(RequestBytes.hello().path("some.Missing"))).isEqualTo(70);
        assertThat(status(RequestBytes.call(GREETS, "missing", TEXT).arguments(RawPeer.text("x"))))
                .isEqualTo(70);
        assertThat(status(RequestBytes.call(GREETS, "hello", "I").arguments(new byte[] {(byte) 0x91})))
                .isEqualTo(70);
        assertThat(status(RequestBytes.call(CALLS, "toString", ""))).isEqualTo(70);
        assertThat(status(RequestBytes.call(CALLS, "hashCode", ""))).isEqualTo(70);
    }

    @Test
    void anArgumentThatDoesNotFitIsStatus40() throws IOException {
        byte[] map = {'H', 'Z'};
        assertThat(status(RequestBytes.call("io.tern.rpc.interop.api.TypeService", "echoPoint", POINT)
                        .arguments(new byte[] {(byte) 0x91})))
                .isEqualTo(40);
        assertThat(status(RequestBytes.echo("a").arguments(map))).isEqualTo(40);
        assertThat(status(RequestBytes.echo("a").arguments())).isEqualTo(40);
    }

    @Test
    void echoIsThereOnEveryService() throws IOException {
        RequestBytes echo = RequestBytes.call(GREETS, "$echo", "Ljava/lang/Object;");
        assertThat(reply(echo.arguments(RawPeer.text("ping"))).value()).isEqualTo("ping");
        assertThat(reply(echo.arguments(NULL)).flag()).isEqualTo(5);
        assertThat(status(RequestBytes.call(GREETS, "$echo", TEXT).arguments(RawPeer.text("ping"))))
                .isEqualTo(70);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53})
    void aReplyHasTheIdOfItsRequest(long id) throws IOException {
        client.write(RequestBytes.echo("a").frame(id));
        RawPeer.Frame reply = client.read();
        assertThat(reply.id()).isEqualTo(id);
        assertThat(reply.flags()).isEqualTo(0x02);
        assertThat(reply.status()).isEqualTo(20);
    }

    @Test
    void theExceptionClassIsTheOneThatTheConsumerKnows() throws IOException {
        RequestBytes old = RequestBytes.call(CALLS, "failRpc", "I" + TEXT)
                .arguments(new byte[] {(byte) 0x93}, RawPeer.text("why"));
        NeutralHessian.Thing toOld = (NeutralHessian.Thing) reply(old).value();
        assertThat(toOld.type()).isEqualTo("com.alibaba.dubbo.rpc.RpcException");
        assertThat(toOld.fields()).containsEntry("code", 3).containsEntry("detailMessage", "why");
        NeutralHessian.Thing toNew = (NeutralHessian.Thing)
                reply(old.attach("remote.application", "some")).value();
        assertThat(toNew.type()).isEqualTo("org.apache.dubbo.rpc.RpcException");
        assertThat(toNew.fields()).containsEntry("code", 3);
    }

    private WireReply reply(RequestBytes request) throws IOException {
        client.write(request.frame(7));
        RawPeer.Frame reply = client.read();
        assertThat(reply.status()).as("status; the text is %s", reply.bodyHex()).isEqualTo(20);
        return WireReply.parse(reply.body(), 0);
    }

    private int status(RequestBytes request) throws IOException {
        client.write(request.frame(7));
        return client.read().status();
    }

    private String errorText(RequestBytes request) throws IOException {
        client.write(request.frame(7));
        return WireReply.text(client.read().body(), 0);
    }
}
