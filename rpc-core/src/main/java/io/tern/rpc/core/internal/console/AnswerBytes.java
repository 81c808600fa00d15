// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** Answers as bytes. */
final class AnswerBytes {
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(411, "Length Required"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(505, "HTTP Version Not Supported"));
    private static final String PROMPT = "tern>";
    private static final String CUT_OFF = "\n… cut off here\n";

    private AnswerBytes() {}

    /** For HTTP; one answer for each connection. */
    static ByteBuffer http(Answer answer, boolean headOnly, int most) {
        byte[] body = body(ended(answer.text(), "\n"), most);
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(REASONS.getOrDefault(answer.status(), "Unknown"))
                .append("\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ")
                .append(body.length)
                .append("\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
        if (answer.status() == Answer.UNAUTHORIZED) {
            head.append("WWW-Authenticate: Bearer\r\n");
        } else if (answer.status() == 405) {
            head.append("Allow: GET, HEAD, POST\r\n");
        }
        byte[] first = head.append("\r\n").toString().getBytes(ISO_8859_1);
        ByteBuffer all = ByteBuffer.allocate(first.length + (headOnly ? 0 : body.length));
        all.put(first);
        return (headOnly ? all : all.put(body)).flip();
    }

    /** For lines, with a prompt unless it is the last. */
    static ByteBuffer line(Answer answer, int most) {
        byte[] text = body(ended(answer.text(), "\n").replace("\r", "").replace("\n", "\r\n"), most);
        byte[] prompt = answer.isLast() ? new byte[0] : PROMPT.getBytes(ISO_8859_1);
        return ByteBuffer.allocate(text.length + prompt.length)
                .put(text)
                .put(prompt)
                .flip();
    }

    /** After a blank line. */
    static ByteBuffer prompt() {
        return ByteBuffer.wrap(PROMPT.getBytes(ISO_8859_1));
    }

    private static String ended(String text, String end) {
        return text.isEmpty() || text.endsWith(end) ? text : text + end;
    }

    private static byte[] body(String text, int most) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length <= most) {
            return bytes;
        }
        byte[] notice = CUT_OFF.getBytes(UTF_8);
        byte[] cut = Arrays.copyOf(bytes, most + notice.length);
        System.arraycopy(notice, 0, cut, most, notice.length);
        return cut;
    }
}
