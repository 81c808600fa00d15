// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Addresses as Dubbo's tag rules write them: {@code 10.0.0.1}, {@code 10.0.0.1:20880}, {@code 0.0.0.0:20880} (any host),
 * {@code 10.0.*.*}, {@code 10.0.0.1-63}, {@code 10.0.0.0/24}, {@code *}, a host name. Names are compared as texts: a rule
 * starts no look-up.
 */
public sealed interface AddressPattern {
    /** Whether the address is one of these. */
    boolean matches(String host, int port);

    /**
     * Reads one address.
     *
     * @throws IllegalArgumentException if it is of no form that is known; the message does not repeat it
     */
    static AddressPattern of(String text) {
        if (text.equals("*") || text.equals("*.*.*.*")) {
            return new Literal("", 0);
        }
        if (text.indexOf('/') >= 0) {
            return Octets.network(text);
        }
        int colon = text.lastIndexOf(':');
        boolean withPort = colon > 0 && (text.charAt(colon - 1) == ']' || text.indexOf(':') == colon);
        String host = withPort ? text.substring(0, colon) : text;
        int port = withPort ? number(text.substring(colon + 1), 1, 65_535) : 0;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.equals("0.0.0.0") && port != 0) {
            return new Literal("", port);
        }
        if (Octets.FORM.matcher(host).matches()) {
            return Octets.ranges(host, port);
        }
        if (!Literal.FORM.matcher(host).matches()) {
            throw new IllegalArgumentException("an address is of no form that is known");
        }
        return new Literal(host, port);
    }

    private static int number(String text, int low, int high) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(text) : -1;
        if (number < low || number > high) {
            throw new IllegalArgumentException("an address has a number outside of " + low + ".." + high);
        }
        return number;
    }

    /** One host, or any if {@code host} is empty; any port if {@code port} is 0. */
    record Literal(String host, int port) implements AddressPattern {
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9.:_%-]+");

        @Override
        public boolean matches(String otherHost, int otherPort) {
            return (host.isEmpty() || host.equals(otherHost)) && (port == 0 || port == otherPort);
        }
    }

    /** Ranges of the four numbers of IPv4 addresses; any port if {@code port} is 0. */
    record Octets(List<Range> ranges, int port) implements AddressPattern {
        private static final Pattern FORM = Pattern.compile("([0-9*-]+\\.){3}[0-9*-]+");
        private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
        private static final int LARGEST = 255;

        /** Both ends included. */
        record Range(int low, int high) {}

        static Octets ranges(String host, int port) {
            List<Range> ranges = new ArrayList<>();
            for (String part : host.split("\\.", -1)) {
                int dash = part.indexOf('-');
                if (part.equals("*")) {
                    ranges.add(new Range(0, LARGEST));
                } else {
                    ranges.add(new Range(
                            number(dash < 0 ? part : part.substring(0, dash), 0, LARGEST),
                            number(part.substring(dash + 1), 0, LARGEST)));
                }
            }
            return new Octets(List.copyOf(ranges), port);
        }

        static Octets network(String text) {
            int slash = text.indexOf('/');
            String base = text.substring(0, slash);
            if (!IPV4.matcher(base).matches()) {
                throw new IllegalArgumentException("an address is a network, but not one of IPv4");
            }
            int bits = number(text.substring(slash + 1), 0, 32);
            List<Range> ranges = new ArrayList<>();
            for (String part : base.split("\\.", -1)) {
                int free = LARGEST >> Math.min(8, Math.max(0, bits));
                int octet = number(part, 0, LARGEST);
                ranges.add(new Range(octet & ~free, octet | free));
                bits -= 8;
            }
            return new Octets(List.copyOf(ranges), 0);
        }

        @Override
        public boolean matches(String host, int otherPort) {
            if ((port != 0 && port != otherPort) || !IPV4.matcher(host).matches()) {
                return false;
            }
            int start = 0;
            for (Range range : ranges) {
                int dot = host.indexOf('.', start);
                int octet = Integer.parseInt(host, start, dot < 0 ? host.length() : dot, 10);
                if (octet < range.low() || octet > range.high()) {
                    return false;
                }
                start = dot + 1;
            }
            return true;
        }
    }
}
