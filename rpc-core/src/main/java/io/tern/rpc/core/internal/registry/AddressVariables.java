// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ProtocolSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Dubbo's variables for the addresses of containers: where to listen, and what to tell others. Each is looked for as a
 * system property, then in the environment; with the protocol in front ({@code DUBBO_DUBBO_IP_TO_BIND} for the protocol
 * dubbo), then without. Immutable.
 */
public final class AddressVariables {
    static final String IP_TO_REGISTRY = "DUBBO_IP_TO_REGISTRY";
    static final String PORT_TO_REGISTRY = "DUBBO_PORT_TO_REGISTRY";
    static final String IP_TO_BIND = "DUBBO_IP_TO_BIND";
    static final String PORT_TO_BIND = "DUBBO_PORT_TO_BIND";
    static final String PREFERRED_INTERFACE = "dubbo.network.interface.preferred";
    static final String IGNORED_INTERFACES = "dubbo.network.interface.ignored";

    private static final Set<String> EVERY_INTERFACE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final int HIGHEST_PORT = 65_535;

    private final Map<String, String> properties;
    private final Map<String, String> environment;

    /** Variables from these sources, the first one stronger. */
    public AddressVariables(Map<String, String> properties, Map<String, String> environment) {
        this.properties = Map.copyOf(properties);
        this.environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static AddressVariables ofProcess() {
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, name -> System.getProperty(name, "")));
        return new AddressVariables(properties, System.getenv());
    }

    /** A value and where it was found. */
    record Found(String name, String source, String text) {
        @Override
        public String toString() {
            return source + " " + name;
        }

        private RpcConfigException invalid(String code, String expected) {
            return new RpcConfigException(
                    List.of(code + " " + this + " = \"" + text + "\" is not " + expected + "; correct or remove it."));
        }
    }

    private @Nullable Found find(String name) {
        String property = properties.get(name);
        if (property != null && !property.isBlank()) {
            return new Found(name, "system property", property.strip());
        }
        String variable = environment.get(name);
        return variable == null || variable.isBlank()
                ? null
                : new Found(name, "environment variable", variable.strip());
    }

    private @Nullable Found find(String protocol, String name) {
        Found own = protocol.isEmpty() ? null : find(protocol.toUpperCase(Locale.ROOT) + "_" + name);
        return own == null ? find(name) : own;
    }

    /** The host to publish, for a protocol or, if that is empty, for a consumer; null if nothing is said. */
    @Nullable
    Found hostToPublish(String protocol) {
        Found found = host(protocol, IP_TO_REGISTRY);
        if (found != null && isEveryInterface(found.text())) {
            throw found.invalid("CFG-15", "an address that others can connect to");
        }
        return found;
    }

    private @Nullable Found host(String protocol, String name) {
        Found found = find(protocol, name);
        if (found == null) {
            return null;
        }
        String plain = unbracketed(found.text());
        if (!(plain.indexOf(':') >= 0 ? IPV6 : NAME).matcher(plain).matches()) {
            throw found.invalid("CFG-15", "a host name or an address");
        }
        return new Found(found.name(), found.source(), plain);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port to publish; null if nothing is said. */
    @Nullable
    Found portToPublish(String protocol) {
        return port(protocol, PORT_TO_REGISTRY);
    }

    private @Nullable Found port(String protocol, String name) {
        Found found = find(protocol, name);
        if (found != null && !isPort(found.text())) {
            throw found.invalid("CFG-03", "a port (1 … " + HIGHEST_PORT + ")");
        }
        return found;
    }

    private static boolean isPort(String text) {
        if (text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int port = Integer.parseInt(text);
        return port > 0 && port <= HIGHEST_PORT;
    }

    /** The network interface to publish, by its name or display name; null if nothing is said. */
    @Nullable
    Found preferredInterface() {
        return find(PREFERRED_INTERFACE);
    }

    /** Names and patterns of network interfaces that are never published, separated by commas; null if nothing is said. */
    @Nullable
    Found ignoredInterfaces() {
        return find(IGNORED_INTERFACES);
    }

    static boolean isEveryInterface(String host) {
        return host.isEmpty() || EVERY_INTERFACE.contains(host);
    }

    /**
     * The same settings with the host and port to listen on that the variables say.
     *
     * @throws RpcConfigException if one of them is none
     */
    ProtocolSettings bound(ProtocolSettings written) {
        Found host = host(written.name(), IP_TO_BIND);
        Found port = port(written.name(), PORT_TO_BIND);
        if (host == null && port == null) {
            return written;
        }
        Map<String, Origin> origins = new HashMap<>(written.origins());
        String boundHost = written.host();
        if (host != null) {
            boundHost = isEveryInterface(host.text()) ? null : host.text();
            origins.put("host", new Origin(host.source(), null, host.name(), null));
        }
        if (port != null) {
            origins.put("port", new Origin(port.source(), null, port.name(), null));
        }
        return new ProtocolSettings(
                written.id(),
                written.name(),
                boundHost,
                port == null ? written.port() : Integer.parseInt(port.text()),
                port == null && written.searchPort(),
                written.threadPool(),
                written.threads(),
                written.coreThreads(),
                written.aliveMillis(),
                written.queues(),
                written.ioThreads(),
                written.dispatcher(),
                written.server(),
                written.register(),
                written.threadName(),
                origins);
    }
}
