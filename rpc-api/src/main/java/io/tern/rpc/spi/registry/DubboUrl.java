// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.registry;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form in which Dubbo's registries hold an entry: {@code protocol://host:port/path?key=value&key=value}. Immutable.
 *
 * <p>Keys and values stand there as they are: Dubbo encodes the text as a whole where a store needs that, and not its
 * parts (org.apache.dubbo.common.URL of 2.6 to 3.3). So a value cannot hold {@code &}, and is refused here if it does.
 */
public final class DubboUrl {
    /** The longest text that is read; a provider's entry has 500 to 3000 characters. */
    public static final int LONGEST = 32_768;

    private static final int MOST_PARAMETERS = 1_024;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:%+-]*");

    private final String protocol;
    private final String host;
    private final int port;
    private final String path;
    private final Map<String, String> parameters;

    /**
     * Puts a URL together.
     *
     * @param host a name or address, IPv6 without brackets; may be empty
     * @param port 1 to 65535; 0: none
     * @param path without a leading slash; may be empty
     * @throws IllegalArgumentException if a part cannot be written in this form
     */
    public DubboUrl(String protocol, String host, int port, String path, Map<String, String> parameters) {
        this.protocol = requireNonNull(protocol, "protocol");
        this.host = requireNonNull(host, "host");
        this.port = port;
        this.path = requireNonNull(path, "path");
        this.parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
        }
        this.parameters.forEach((key, value) -> {
            if (key.isEmpty() || key.indexOf('&') >= 0 || key.indexOf('=') >= 0 || value.indexOf('&') >= 0) {
                throw new IllegalArgumentException(
                        "parameter " + key + " (expected: a key without & and =, and a value without &)");
            }
        });
    }

    /**
     * Reads a text that somebody else wrote. User names in it are dropped, and so are parameters without a value.
     *
     * @throws IllegalArgumentException if it is no URL or exceeds a limit; the message does not repeat the text, which can
     *     hold a token
     */
    public static DubboUrl parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "has " + text.length() + " characters (expected: at most " + LONGEST + ")");
        }
        int scheme = text.indexOf("://");
        if (scheme <= 0) {
            throw new IllegalArgumentException("does not begin with protocol://");
        }
        int query = text.indexOf('?', scheme);
        String location = text.substring(scheme + 3, query < 0 ? text.length() : query);
        int slash = location.indexOf('/');
        String authority = slash < 0 ? location : location.substring(0, slash);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("has colons in its host (expected: an IPv6 address in brackets)");
        }
        if (!isPlain(host) || !isPlain(text.substring(0, scheme))) {
            throw new IllegalArgumentException("has characters that no host or protocol has");
        }
        return new DubboUrl(
                text.substring(0, scheme),
                host,
                colon < 0 ? 0 : port(authority.substring(colon + 1)),
                slash < 0 ? "" : location.substring(slash + 1),
                query < 0 ? Map.of() : parameters(text.substring(query + 1)));
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches();
    }

    private static int port(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("has no valid port (expected: 1..65535)");
        }
        return Integer.parseInt(text);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        int start = 0;
        while (start < query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', start);
            if (equals > start && equals < end) {
                parameters.put(query.substring(start, equals), query.substring(equals + 1, end));
                if (parameters.size() > MOST_PARAMETERS) {
                    throw new IllegalArgumentException("has more than " + MOST_PARAMETERS + " parameters");
                }
            }
            start = end + 1;
        }
        return parameters;
    }

    /** What is spoken there: {@code dubbo}, {@code consumer}, {@code override}. */
    public String protocol() {
        return protocol;
    }

    /** A name or address, IPv6 without brackets; empty if there is none. */
    public String host() {
        return host;
    }

    /** 1 to 65535; 0 if there is none. */
    public int port() {
        return port;
    }

    /** {@code host:port}, IPv6 in brackets, and the host alone if there is no port. */
    public String address() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == 0 ? shown : shown + ":" + port;
    }

    /** As a rule the interface name; without a leading slash, may be empty. */
    public String path() {
        return path;
    }

    /** All parameters, sorted by key. Not modifiable. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** One parameter; null if it is not there or blank, which Dubbo takes for the same. */
    public @Nullable String parameter(String key) {
        String value = parameters.get(key);
        return value == null || value.isBlank() ? null : value;
    }

    /** One parameter, or {@code otherwise}. */
    public String parameter(String key, String otherwise) {
        String value = parameter(key);
        return value == null ? otherwise : value;
    }

    /** The service it is about: {@code interface}, else the path. */
    public String interfaceName() {
        return parameter("interface", path);
    }

    /** The same with other parameters. */
    public DubboUrl parameters(Map<String, String> others) {
        return new DubboUrl(protocol, host, port, path, others);
    }

    /** The whole text, as {@link #parse} reads it. Holds the token, if there is one: not for logs. */
    public String text() {
        StringBuilder text = new StringBuilder(protocol).append("://").append(address());
        if (!path.isEmpty()) {
            text.append('/').append(path);
        }
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            text.append(separator).append(parameter.getKey()).append('=').append(parameter.getValue());
            separator = '&';
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DubboUrl url
                && url.port == port
                && url.protocol.equals(protocol)
                && url.host.equals(host)
                && url.path.equals(path)
                && url.parameters.equals(parameters);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * host.hashCode() + port) + parameters.hashCode();
    }

    /** For logs: without parameters, among which a token can be. */
    @Override
    public String toString() {
        return protocol + "://" + address() + (path.isEmpty() ? "" : "/" + path);
    }
}
