// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestTest {
    private static final ConsoleLimits LIMITS = ConsoleLimits.STANDARD;
    private static final String END = "\r\nHost: localhost:22222\r\n\r\n";

    private static @Nullable HttpRequest read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return HttpRequest.read(bytes, bytes.length, LIMITS);
    }

    private static int statusOf(String text) {
        Throwable thrown = catchThrowable(() -> read(text));
        assertThat(thrown).as(text).isInstanceOf(HttpRefusal.class);
        return ((HttpRefusal) thrown).answer().status();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ls                                  | [ls]",
                "/offline/com.acme.FooService         | [offline, com.acme.FooService]",
                "/offline?com.acme.FooService         | [offline, com.acme.FooService]",
                "/offline?service=com.acme.FooService | [offline, com.acme.FooService]",
                "/ps?a=-l&b=20880                     | [ps, -l, 20880]",
                "/offline/shop%2Fcom.acme.Foo:1.0     | [offline, shop/com.acme.Foo:1.0]",
                "/offline/a+b?c+d                     | [offline, a+b, c d]",
                "/                                    | []",
                "/ls/                                 | [ls]",
            })
    void pathAndQueryAreWords(String target, String words) {
        HttpRequest request = read("GET " + target + " HTTP/1.1" + END);
        assertThat(request.words()).hasToString(words);
        assertThat(request.host()).isEqualTo("localhost");
        assertThat(request.token()).isNull();
        assertThat(request.ofWebPage()).isFalse();
    }

    @Test
    void theWordsOfAPostAreInItsForm() {
        String text = "POST /offline HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 23\r\n"
                + "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n\r\nservice=com.acme.Foo%2A";
        assertThat(read(text.substring(0, text.length() - 1))).isNull();
        HttpRequest request = read(text);
        assertThat(request.words()).containsExactly("offline", "com.acme.Foo*");
        assertThat(request.host()).isEqualTo("[::1]");
    }

    @Test
    void aRequestIsReadWhereverItWasCut() {
        String whole = "GET /ls HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n\r\n";
        for (int i = 0; i < whole.length(); i++) {
            assertThat(read(whole.substring(0, i))).as("%s bytes", i).isNull();
        }
        assertThat(read(whole)).isNotNull();
        assertThat(read(whole.replace("\r\n", "\n"))).isEqualTo(read(whole));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Bearer abc-1    | abc-1",
                "AUTHORIZATION:bearer   abc-1   | abc-1",
                "Authorization: Basic YTpi      | ''",
                "Authorization: Bearer          | ''",
                "Authorization: Bearer a b      | ''",
            })
    void aTokenIsABearers(String header, String token) {
        assertThat(read("GET /ls HTTP/1.1\r\n" + header + END).token()).isEqualTo(token);
    }

    @Test
    void twoTokensAreNone() {
        assertThat(read("GET /ls HTTP/1.1\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b" + END)
                        .token())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "origin: null",
                "Referer: http://evil.example/",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site"
            })
    void whatAPageSendsIsKnown(String header) {
        assertThat(read("GET /offline HTTP/1.1\r\n" + header + END).ofWebPage()).isTrue();
    }

    @Test
    void aBrowserThatDoesNotSayWhoAsksMayDoNothingHere() throws Exception {
        String browser = "User-Agent: Mozilla/5.0 (X11) Firefox/80.0";
        HttpRequest old = read("GET /offline HTTP/1.1\r\n" + browser + END);
        assertThat(HttpGuard.refusal(old, InetAddress.getLoopbackAddress())).isNotNull();
        assertThat(HttpGuard.refusal(
                        read("GET /ls HTTP/1.1\r\nHost: 10.0.0.5\r\n" + browser + "\r\n\r\n"),
                        InetAddress.getByName("10.0.0.7")))
                .as("to other machines no browser says it")
                .isNull();
        assertThat(HttpGuard.refusal(
                        read("GET /ls HTTP/1.1\r\nSec-Fetch-Site: none\r\n" + browser + END),
                        InetAddress.getLoopbackAddress()))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Site: none", "Sec-Fetch-Site: same-origin", "User-Agent: curl/8"})
    void whatPeopleAndToolsSendIsNot(String header) {
        assertThat(read("GET /ls HTTP/1.1\r\n" + header + END).ofWebPage()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT /ls HTTP/1.1 | 405",
                "OPTIONS * HTTP/1.1 | 405",
                "PRI * HTTP/2.0 | 505",
                "GET http://localhost/ls HTTP/1.1 | 400",
                "GET ls HTTP/1.1 | 400",
                "GET /%zz HTTP/1.1 | 400",
                "GET /ls%0d%0aoffline HTTP/1.1 | 400",
                "GET /ls?%00 HTTP/1.1 | 400",
                "GET /ls#a HTTP/1.1 | 400",
            })
    void anUnusualFirstLineIsRefused(String line, int status) {
        assertThat(statusOf(line + END)).isEqualTo(status);
    }

    @Test
    void anUnusualHeadIsRefused() {
        assertThat(statusOf("GET /ls HTTP/1.1\r\n\r\n")).as("no Host").isEqualTo(400);
        assertThat(statusOf("GET /ls HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")).isEqualTo(400);
        assertThat(statusOf("GET /ls HTTP/1.1\r\nHost: a b\r\n\r\n")).isEqualTo(400);
        assertThat(statusOf("GET /ls HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n")).isEqualTo(400);
        assertThat(statusOf("GET /ls HTTP/1.1\r\nHost : a\r\n\r\n")).isEqualTo(400);
        assertThat(statusOf("GET /ls HTTP/1.1" + "\r\nA: b".repeat(70) + END)).isEqualTo(400);
        assertThat(read("GET /ls HTTP/1.0\r\n\r\n").host()).isNull();
    }

    @Test
    void aBodyThatIsNotASmallFormIsRefused() {
        String post = "POST /offline HTTP/1.1\r\n";
        assertThat(statusOf(post + "Transfer-Encoding: chunked" + END)).isEqualTo(411);
        assertThat(statusOf(post + "Content-Length: 9000" + END)).isEqualTo(413);
        assertThat(statusOf(post + "Content-Length: 5\r\nContent-Length: 6" + END))
                .isEqualTo(400);
        assertThat(statusOf(post + "Content-Length: -1" + END)).isEqualTo(400);
        assertThat(statusOf(post + "Content-Length: 2\r\nContent-Type: application/json" + END + "{}"))
                .isEqualTo(415);
        assertThat(read(post + "Content-Length: 0" + END).words()).containsExactly("offline");
    }

    @Test
    void aHeadWithoutEndIsRefusedWhenItIsTooLong() {
        assertThat(statusOf("GET /" + "a".repeat(LIMITS.headBytes()))).isEqualTo(431);
        assertThat(statusOf("GET /" + "a".repeat(LIMITS.headBytes()) + " HTTP/1.1" + END))
                .isEqualTo(431);
    }

    @Test
    void bytesAtRandomAreRequestsRefusedOrNotThereYet() {
        Random random = new Random(7);
        byte[] good = ("POST /ps?a=-l HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=b")
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Throwable thrown = catchThrowable(() -> HttpRequest.read(bytes, bytes.length, LIMITS));
            assertThat(thrown == null || thrown instanceof HttpRefusal)
                    .as("%s in %s", thrown, new String(bytes, StandardCharsets.ISO_8859_1))
                    .isTrue();
        }
    }
}
