// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.0 or 1.1 as far as the console reads one: {@code GET /command/word?word&name=word}, or {@code POST} with
 * the words in a form. What is unusual is refused, not guessed.
 *
 * @param headOnly whether the peer wants no body
 * @param words the command and what follows it; at least one, perhaps empty
 * @param host whom the peer believes to speak to, without the port; null: nothing is said
 * @param token what it shows to be let in; null: nothing
 * @param ofWebPage whether a browser sent it because a page of somebody else told it to
 * @param ofOldBrowser whether a browser sent it that does not say who told it to
 */
record HttpRequest(
        boolean headOnly,
        List<String> words,
        @Nullable String host,
        @Nullable String token,
        boolean ofWebPage,
        boolean ofOldBrowser) {
    private static final Pattern FIRST_LINE = Pattern.compile("([A-Z]{1,20}) (\\S+) HTTP/([0-9])\\.([0-9])");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::[0-9]{0,5})?");
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+)");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final Set<String> OWN_SITES = Set.of("none", "same-origin");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MOST_HEADERS = 64;

    HttpRequest {
        words = List.copyOf(words);
    }

    /** Whether a line begins a request of this kind, be it one that is refused. */
    static boolean isFirstLine(String line) {
        return FIRST_LINE.matcher(line).matches();
    }

    /** Whether a line that has no end yet may become such a request, which may be longer than a line. */
    static boolean isBeginning(String text) {
        return METHODS.stream().anyMatch(method -> text.startsWith(method + " /"));
    }

    /**
     * Reads one.
     *
     * @param bytes what came so far, the first {@code length} of them
     * @return null if something is missing yet
     * @throws HttpRefusal if it never can become one
     */
    static @Nullable HttpRequest read(byte[] bytes, int length, ConsoleLimits limits) {
        int headEnd = headEnd(bytes, length);
        if ((headEnd < 0 ? length : headEnd) > limits.headBytes()) {
            throw new HttpRefusal(431, "the head of the request is longer than " + limits.headBytes() + " bytes");
        }
        if (headEnd < 0) {
            return null;
        }
        String[] lines = new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
        Matcher first = FIRST_LINE.matcher(lines[0]);
        if (!first.matches() || !first.group(3).equals("1")) {
            throw new HttpRefusal(505, "HTTP/1.1 is spoken here");
        }
        if (!METHODS.contains(first.group(1))) {
            throw new HttpRefusal(405, "GET, HEAD and POST are served");
        }
        Map<String, String> headers = headers(lines);
        String body = "";
        if (first.group(1).equals("POST")) {
            int bodyBytes = bodyBytes(headers, limits);
            if (length - headEnd < bodyBytes) {
                return null;
            }
            body = new String(bytes, headEnd, bodyBytes, StandardCharsets.ISO_8859_1);
        }
        return new HttpRequest(
                first.group(1).equals("HEAD"),
                words(first.group(2), body),
                host(headers, first.group(4).equals("0")),
                token(headers),
                isOfWebPage(headers),
                isOfOldBrowser(headers));
    }

    /** Where the body begins; negative if the head has no end yet. */
    private static int headEnd(byte[] bytes, int length) {
        for (int i = 0; i + 1 < length; i++) {
            if (bytes[i] == '\n') {
                int next = bytes[i + 1] == '\r' ? i + 2 : i + 1;
                if (next < length && bytes[next] == '\n') {
                    return next + 1;
                }
            }
        }
        return -1;
    }

    private static Map<String, String> headers(String[] lines) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            if (i > MOST_HEADERS || colon < 0 || !isHeader(lines[i], colon)) {
                throw new HttpRefusal(Answer.BAD_REQUEST, "a header cannot be read, or there are too many");
            }
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            String value = lines[i].substring(colon + 1).strip();
            String before = headers.put(name, value);
            if (before != null && !before.equals(value)) {
                // Which one counts is a question that attacks are made of; others may be lists.
                headers.put(name, before + "," + value);
            }
        }
        return headers;
    }

    /** In one pass: a pattern for the whole line could take minutes for what somebody made up. */
    private static boolean isHeader(String line, int colon) {
        return HEADER_NAME.matcher(line.substring(0, colon)).matches()
                && line.chars().allMatch(c -> c == '\t' || !Character.isISOControl(c));
    }

    private static int bodyBytes(Map<String, String> headers, ConsoleLimits limits) {
        if (headers.containsKey("transfer-encoding")) {
            throw new HttpRefusal(411, "a body needs a Content-Length");
        }
        String text = headers.getOrDefault("content-length", "0");
        if (!text.matches("[0-9]{1,9}")) {
            throw new HttpRefusal(Answer.BAD_REQUEST, "the Content-Length cannot be read");
        }
        int bodyBytes = Integer.parseInt(text);
        if (bodyBytes > limits.bodyBytes()) {
            throw new HttpRefusal(413, "the body of the request is longer than " + limits.bodyBytes() + " bytes");
        }
        if (bodyBytes > 0 && !headers.getOrDefault("content-type", "").startsWith(FORM)) {
            throw new HttpRefusal(415, "a body is " + FORM);
        }
        return bodyBytes;
    }

    /** The path, then what stands behind the question mark, then the form: of pairs the values, as Dubbo takes them. */
    private static List<String> words(String target, String body) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        if (!path.startsWith("/") || path.indexOf('#') >= 0) {
            throw new HttpRefusal(Answer.BAD_REQUEST, "a path begins with a slash: /ls, /offline/com.acme.FooService");
        }
        List<String> words = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            if (!segment.isEmpty() || words.isEmpty()) {
                words.add(PercentText.decoded(segment, false));
            }
        }
        addPairs(question < 0 ? "" : target.substring(question + 1), words);
        addPairs(body, words);
        return words;
    }

    private static void addPairs(String pairs, List<String> words) {
        for (String pair : pairs.split("&", -1)) {
            String value = PercentText.decoded(pair.substring(pair.indexOf('=') + 1), true);
            if (!value.isEmpty()) {
                words.add(value);
            }
        }
    }

    private static @Nullable String host(Map<String, String> headers, boolean old) {
        String text = headers.get("host");
        if (text == null && old) {
            return null;
        }
        Matcher host = HOST.matcher(text == null ? "" : text);
        if (!host.matches()) {
            throw new HttpRefusal(Answer.BAD_REQUEST, "the header Host cannot be read, or is missing");
        }
        return host.group(1).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String token(Map<String, String> headers) {
        String text = headers.get("authorization");
        if (text == null) {
            return null;
        }
        Matcher bearer = BEARER.matcher(text);
        return bearer.matches() ? bearer.group(1) : "";
    }

    /** Browsers say so in one way or another; what people type into them, and tools, do not. */
    private static boolean isOfWebPage(Map<String, String> headers) {
        return headers.containsKey("origin")
                || headers.containsKey("referer")
                || !OWN_SITES.contains(headers.getOrDefault("sec-fetch-site", "none"));
    }

    private static boolean isOfOldBrowser(Map<String, String> headers) {
        return headers.getOrDefault("user-agent", "").startsWith("Mozilla/") && !headers.containsKey("sec-fetch-site");
    }
}
