// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.EOFException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service with a token serves who has it, and tells nobody what it is, nor what was tried. */
class TokenTest {
    private static final String TOKEN = "RIGHT-token-2f6c";
    private static final String WRONG = "WRONG-token-81bb";

    private final EchoTarget echo = new EchoTarget();
    private final CapturedLogs logs = CapturedLogs.everythingOfTern();
    private final Tern provider = LocalTern.provider(protocol -> {});
    private final Tern consumer = LocalTern.consumer();
    private ExportedService service;

    @BeforeEach
    void export() {
        service = provider.export(
                TargetService.class,
                (TargetService) echo.as(TargetService.class),
                attributes -> attributes.set("token", TOKEN));
    }

    @AfterEach
    void closeAndSearchTheLogs() {
        String settings = provider.describe() + consumer.describe();
        consumer.close();
        provider.close();
        logs.close();
        assertThat(settings).contains("***").doesNotContain(TOKEN, WRONG);
        assertThat(logs.lines()).isNotEmpty().noneMatch(line -> line.contains(TOKEN) || line.contains(WRONG));
    }

    @Test
    void everyOtherTokenIsRefusedWithStatus70AndTheServiceIsNotReached() throws Exception {
        Map<String, Attack.Part> tokens = new LinkedHashMap<>();
        tokens.put("wrong", out -> out.writeString(WRONG));
        tokens.put("empty", out -> out.writeString(""));
        tokens.put("null", out -> out.writeNull());
        tokens.put("prefix", out -> out.writeString(TOKEN.substring(0, TOKEN.length() - 1)));
        tokens.put("longer", out -> out.writeString(TOKEN + "x"));
        tokens.put("other case", out -> out.writeString(TOKEN.toLowerCase(java.util.Locale.ROOT)));
        tokens.put("60 000 characters", out -> out.writeString(WRONG.repeat(60_000 / WRONG.length())));
        tokens.put("control characters", out -> out.writeString("\r\n\u0000\u001b[31m" + WRONG));
        tokens.put("number", out -> out.writeInt(1));
        tokens.put("list", out -> {
            out.writeListBegin(1, null);
            out.writeString(TOKEN);
        });
        assertRefused("none", Attack.noAttachments());
        for (Map.Entry<String, Attack.Part> token : tokens.entrySet()) {
            assertRefused(token.getKey(), Attack.attachment("token", token.getValue()));
        }
        assertThat(echo.calls()).isZero();
        try (RawPeer attacker = RawPeer.connect(LocalTern.address(service))) {
            Attack.Part right = Attack.attachment("token", out -> out.writeString(TOKEN));
            attacker.write(Attack.REQUEST, 0, 2, request(right));
            assertThat(attacker.readCall().status()).isEqualTo(Attack.OK);
        }
    }

    private static byte[] request(Attack.Part attachments) {
        return Attack.request("ping", "Ljava/lang/String;", out -> out.writeString("hello"), attachments);
    }

    /** On a connection of its own, since the third miss closes one. */
    private void assertRefused(String kind, Attack.Part attachments) throws Exception {
        try (RawPeer attacker = RawPeer.connect(LocalTern.address(service))) {
            attacker.write(Attack.REQUEST, 0, 1, request(attachments));
            RawPeer.Frame reply = attacker.readCall();
            String text = Attack.text(reply.body());
            assertThat(reply.status()).as("%s: %s", kind, text).isEqualTo(Attack.SERVICE_ERROR);
            assertThat(text).as(kind).contains("token").doesNotContain(TOKEN, WRONG);
        }
    }

    @Test
    void theThirdMissClosesItsConnection() throws Exception {
        try (RawPeer attacker = RawPeer.connect(LocalTern.address(service))) {
            for (int miss = 0; miss < 3; miss++) {
                attacker.write(Attack.REQUEST, 0, 1, request(Attack.noAttachments()));
                assertThat(attacker.readCall().status()).isEqualTo(Attack.SERVICE_ERROR);
            }
            assertThatThrownBy(attacker::readCall).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aTokenOfMoreThanAnAttachmentMayHaveIsRefusedToo() throws Exception {
        try (RawPeer attacker = RawPeer.connect(LocalTern.address(service))) {
            attacker.write(
                    Attack.REQUEST,
                    0,
                    1,
                    request(Attack.attachment("token", out -> out.writeString(WRONG.repeat(70_000)))));
            RawPeer.Frame reply = attacker.readCall();
            assertThat(reply.status()).isIn(Attack.BAD_REQUEST, Attack.SERVICE_ERROR);
            assertThat(Attack.text(reply.body())).doesNotContain(TOKEN, WRONG).hasSizeLessThan(1_000);
            assertThat(echo.calls()).isZero();
        }
    }

    @Test
    void aReferenceNeedsTheToken() {
        String url = LocalTern.url(service);
        TargetService right =
                LocalTern.stub(consumer, TargetService.class, url, attributes -> attributes.parameter("token", TOKEN));
        TargetService inUrl = LocalTern.stub(consumer, TargetService.class, url + "?token=" + TOKEN);
        TargetService wrong =
                LocalTern.stub(consumer, TargetService.class, url, attributes -> attributes.parameter("token", WRONG));
        TargetService wrongInUrl = LocalTern.stub(consumer, TargetService.class, url + "?token=" + WRONG);
        TargetService none = LocalTern.stub(consumer, TargetService.class, url);
        assertThat(right.ping("hello")).isEqualTo("hello");
        assertThat(inUrl.ping("hello")).isEqualTo("hello");
        for (TargetService stub : new TargetService[] {wrong, wrongInUrl, none}) {
            Throwable error = catchThrowable(() -> stub.ping("hello"));
            assertThat(error).isInstanceOf(RpcException.class).hasMessageContaining("token");
            for (Throwable each = error; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain(TOKEN, WRONG);
            }
        }
        assertThat(echo.calls()).isEqualTo(2);
    }
}
