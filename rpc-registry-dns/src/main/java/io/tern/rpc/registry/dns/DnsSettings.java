// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import io.netty.util.NetUtil;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a DNS registry was told.
 *
 * @param names whose addresses are providers
 * @param server whom to ask; null: the system's servers
 * @param timeoutMillis for one question
 */
record DnsSettings(List<Name> names, @Nullable InetSocketAddress server, int timeoutMillis) {
    private static final int DNS_PORT = 53;

    /** A name, and the port at which each of its addresses is a provider. */
    record Name(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    static DnsSettings of(RegistrySettings settings) {
        List<Name> names = settings.addresses().stream()
                .map(address -> name(address, settings))
                .toList();
        return new DnsSettings(names, server(settings), settings.timeoutMillis());
    }

    private static Name name(String address, RegistrySettings settings) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        int port = port(address.substring(colon + 1));
        if (host.isEmpty() || host.startsWith("[") || NetUtil.isValidIpV4Address(host) || port == 0) {
            throw wrong(
                    settings, "address: " + address + " (expected: name:port, the port being that of the providers)");
        }
        return new Name(host, port);
    }

    private static @Nullable InetSocketAddress server(RegistrySettings settings) {
        String text = settings.parameters().get("tern.dns.server");
        if (text == null) {
            return null;
        }
        int colon = text.endsWith("]") || text.indexOf(':') < 0 ? text.length() : text.lastIndexOf(':');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(text.substring(0, colon));
        int port = colon == text.length() ? DNS_PORT : port(text.substring(colon + 1));
        if (address == null || port == 0) {
            throw wrong(settings, "tern.dns.server: " + text + " (expected: address:port, IPv6 in brackets)");
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for an array of a wrong length
        }
    }

    private static int port(String text) {
        boolean number = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(text) : 0;
        return port <= 65_535 ? port : 0;
    }

    private static RpcConfigException wrong(RegistrySettings settings, String what) {
        return new RpcConfigException(List.of("In " + settings + ": " + what));
    }
}
