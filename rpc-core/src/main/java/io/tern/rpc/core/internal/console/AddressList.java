// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.core.internal.governance.AddressPattern;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses and networks: {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code 10.0.*.*}, {@code fd00::1}, {@code fd00::/8}, {@code *}. No names. */
final class AddressList {
    private static final Pattern IPV4 = Pattern.compile("\\*|([0-9*-]+\\.){3}[0-9*-]+(/[0-9]{1,2})?");
    private static final Pattern IPV6 = Pattern.compile("([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/([0-9]{1,3}))?");
    private static final int BITS_OF_IPV6 = 128;

    private final List<Predicate<InetAddress>> items = new ArrayList<>();

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if an item is none of these
     */
    AddressList(List<String> texts) {
        texts.forEach(text -> items.add(item(text)));
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    boolean contains(InetAddress address) {
        return items.stream().anyMatch(item -> item.test(address));
    }

    private static Predicate<InetAddress> item(String text) {
        Matcher network = IPV6.matcher(text);
        if (network.matches()) {
            return ipv6(network.group(1), network.group(2) == null ? BITS_OF_IPV6 : Integer.parseInt(network.group(2)));
        }
        if (!IPV4.matcher(text).matches()) {
            throw new IllegalArgumentException("neither an address nor a network");
        }
        AddressPattern pattern = AddressPattern.of(text);
        return address -> pattern.matches(address.getHostAddress(), 0);
    }

    private static Predicate<InetAddress> ipv6(String base, int bits) {
        byte[] wanted = bytes(base);
        if (wanted.length * 8 != BITS_OF_IPV6 || bits > BITS_OF_IPV6) {
            throw new IllegalArgumentException("not a network of IPv6");
        }
        return address -> isIn(address.getAddress(), wanted, bits);
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress(); // with a colon it is never looked up
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address of IPv6", e);
        }
    }

    private static boolean isIn(byte[] address, byte[] network, int bits) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit));
            if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
