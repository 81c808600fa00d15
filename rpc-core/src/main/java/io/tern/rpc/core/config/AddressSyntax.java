// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The outer form of addresses, checked before anything is connected. Protocol, host and port are looked at; path and query are not, but for further
 * hosts of a registry.
 *
 * @param addresses the single addresses, trimmed
 * @param schemes the protocol of each address, in lower case
 * @param fault what is wrong with the first wrong address, as the end of a sentence, or null
 */
record AddressSyntax(
        List<String> addresses,
        List<String> schemes,
        @Nullable String fault) {
    private static final String SCHEME_END = "://";
    private static final int LARGEST_PORT = 65535;
    private static final Pattern BLANK = Pattern.compile("\\s");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern BACKUP = Pattern.compile("[?&]backup=([^&]*)");
    private static final String FILE = "file" + SCHEME_END;

    /** Addresses of providers: separated by semicolons, each with host and port; without a protocol it is dubbo. */
    static AddressSyntax ofProviders(String text) {
        return of(text, ";", "dubbo", AddressSyntax::faultOfProvider);
    }

    /** Addresses of registries: separated by vertical bars or semicolons, each with one host or a comma list; the port may be missing. */
    static AddressSyntax ofRegistry(String text) {
        return of(COMMA.matcher(text).replaceAll(","), "[;|]", "", AddressSyntax::faultOfRegistry);
    }

    /** Looks at one address. */
    private interface Check {
        @Nullable
        String fault(String address);
    }

    private static AddressSyntax of(String text, String separator, String defaultScheme, Check check) {
        List<String> addresses = Arrays.stream(text.split(separator, -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
        List<String> schemes = addresses.stream()
                .map(address -> scheme(address, defaultScheme))
                .toList();
        if (addresses.isEmpty()) {
            return new AddressSyntax(addresses, schemes, "has no address");
        }
        Optional<String> fault = addresses.stream()
                .flatMap(address -> Optional.ofNullable(faultOf(address, check)).stream())
                .findFirst();
        return new AddressSyntax(addresses, schemes, fault.orElse(null));
    }

    private static String scheme(String address, String defaultScheme) {
        int end = address.indexOf(SCHEME_END);
        return end < 0 ? defaultScheme : address.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String faultOf(String address, Check check) {
        return BLANK.matcher(address).find() ? "has blanks inside" : check.fault(address);
    }

    private static @Nullable String faultOfProvider(String address) {
        String authority = authority(address);
        if (authority.indexOf(',') >= 0) {
            return "has a comma between addresses; separate them by semicolons";
        }
        return faultOfHost(authority, true);
    }

    private static @Nullable String faultOfRegistry(String address) {
        if (address.toLowerCase(Locale.ROOT).startsWith(FILE)) {
            return address.split("[?]", 2)[0].length() > FILE.length() ? null : "has no path";
        }
        Matcher backup = BACKUP.matcher(address);
        List<String> hosts = Arrays.stream(
                        (authority(address) + (backup.find() ? "," + backup.group(1) : "")).split(",", -1))
                .filter(host -> !host.isEmpty())
                .toList();
        if (hosts.isEmpty()) {
            return "has no host";
        }
        return hosts.stream()
                .flatMap(host -> Optional.ofNullable(faultOfHost(host, false)).stream())
                .findFirst()
                .orElse(null);
    }

    /** Host and port, without protocol, user, path and query. */
    private static String authority(String address) {
        int start = address.indexOf(SCHEME_END);
        String rest = start < 0 ? address : address.substring(start + SCHEME_END.length());
        String authority = rest.split("[/?]", 2)[0];
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static @Nullable String faultOfHost(String hostAndPort, boolean portRequired) {
        int colon = hostAndPort.lastIndexOf(':');
        boolean noPort = colon < 0 || hostAndPort.endsWith("]");
        String host = noPort ? hostAndPort : hostAndPort.substring(0, colon);
        if (host.isEmpty()) {
            return "has no host";
        }
        if (host.indexOf(':') >= 0 && !(host.startsWith("[") && host.endsWith("]"))) {
            return "has colons in its host; write an IPv6 address in brackets";
        }
        if (noPort) {
            return portRequired ? "has no port" : null;
        }
        return isPort(hostAndPort.substring(colon + 1)) ? null : "has no valid port (1 … " + LARGEST_PORT + ")";
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= LARGEST_PORT;
    }
}
