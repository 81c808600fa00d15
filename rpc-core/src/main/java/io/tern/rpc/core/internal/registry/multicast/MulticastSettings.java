// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a multicast registry was told.
 *
 * @param group where everybody listens
 * @param networkInterface name or address of the interface to use; null: the first one that fits
 * @param unicast whether answers to our questions may come to this machine alone, where only one process hears them
 * @param clean whether providers that neither answer nor accept connections are forgotten
 * @param sessionMillis how long a provider is believed without a sign of life
 * @param closeMillis how long closing may take
 */
record MulticastSettings(
        InetSocketAddress group,
        @Nullable String networkInterface,
        boolean unicast,
        boolean clean,
        int sessionMillis,
        int closeMillis) {
    private static final int DUBBO_PORT = 1234;
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9._-]+)?");

    static MulticastSettings of(RegistrySettings settings) {
        return new MulticastSettings(
                group(settings),
                settings.parameters().get("tern.multicast.interface"),
                Boolean.parseBoolean(settings.parameters().getOrDefault("unicast", "false")),
                Boolean.parseBoolean(settings.parameters().getOrDefault("clean", "true")),
                settings.sessionMillis(),
                settings.timeoutMillis());
    }

    private static InetSocketAddress group(RegistrySettings settings) {
        if (settings.addresses().size() != 1) {
            throw wrong(settings, "has " + settings.addresses().size() + " addresses (expected: one group)");
        }
        String address = settings.addresses().get(0);
        int colon = address.lastIndexOf(':');
        boolean hasPort = colon > 0 && !address.endsWith("]");
        String host = hasPort ? address.substring(0, colon) : address;
        InetAddress group = literal(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        if (group == null || !group.isMulticastAddress()) {
            throw wrong(
                    settings,
                    "is no multicast address (expected: 224.0.0.0 to 239.255.255.255 or an IPv6 address in ff00::/8)");
        }
        try {
            return new InetSocketAddress(group, hasPort ? Integer.parseInt(address.substring(colon + 1)) : DUBBO_PORT);
        } catch (IllegalArgumentException e) {
            throw wrong(settings, "has no valid port (expected: 1..65535)");
        }
    }

    private static RpcConfigException wrong(RegistrySettings settings, String what) {
        return new RpcConfigException(List.of("The address of " + settings + " " + what));
    }

    /** The address that a text is, without asking any name server; null if it is a name. */
    static @Nullable InetAddress literal(String host) {
        if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
