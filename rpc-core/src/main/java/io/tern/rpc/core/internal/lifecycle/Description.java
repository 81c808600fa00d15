// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import io.tern.rpc.Endpoint;
import io.tern.rpc.config.ApplicationSettings;
import io.tern.rpc.config.ConfigCenterSettings;
import io.tern.rpc.config.HookSettings;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ReferenceStyle;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.config.ServiceStyle;
import io.tern.rpc.config.TlsSettings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The effective settings as a text for people: one line per value, with where it was written. Tokens show as {@code ***}. */
public final class Description {
    private static final String SECRET = "***";

    private final StringBuilder text = new StringBuilder();

    /** Adds the application. */
    public Description add(ApplicationSettings application) {
        heading("", "application " + application.name());
        line("  ", "shutwait", application.shutdownWaitMillis() + " ms", application.origins());
        line("  ", "register-consumer", application.registerConsumers(), application.origins());
        return this;
    }

    /** Adds the configuration centre. */
    public Description add(ConfigCenterSettings center) {
        heading("", center.toString());
        line("  ", "namespace", center.namespace() == null ? "default" : center.namespace(), center.origins());
        login("  ", center.username(), center.password(), center.origins());
        line("  ", "timeout", center.timeoutMillis() + " ms", center.origins());
        line("  ", "check", center.check(), center.origins());
        return this;
    }

    /** Adds a reference and its methods. */
    public Description add(ReferenceSettings reference) {
        Map<String, Origin> origins = reference.origins();
        ReferenceStyle style = reference.style();
        heading("", reference.toString());
        if (!reference.endpoints().isEmpty()) {
            line(
                    "  ",
                    "url",
                    reference.endpoints().stream().map(Endpoint::address).collect(Collectors.joining("; ")),
                    origins);
        }
        line("  ", "check", reference.check(), origins);
        line("  ", "init", reference.init(), origins);
        line("  ", "lazy", reference.connection().lazy(), origins);
        line("  ", "cluster", reference.cluster(), origins);
        line("  ", "proxy", reference.proxy(), origins);
        line("  ", "connections", reference.connections(), origins);
        line("  ", "filter", String.join(",", reference.filters()), origins);
        line("  ", "token", reference.token() == null ? "none" : SECRET, origins);
        line("  ", "tag", reference.tag() == null ? "none" : reference.tag(), origins);
        line("  ", "scope", name(style.scope()), origins);
        line("  ", "generic", style.generic(), origins);
        line("  ", "stub", style.stub() == null ? "none" : style.stub(), origins);
        line("  ", "callbacks", style.callbacks(), origins);
        line("  ", "listener", names(style.listeners()), origins);
        line("  ", "onconnect", style.onConnect() == null ? "none" : style.onConnect(), origins);
        line("  ", "ondisconnect", style.onDisconnect() == null ? "none" : style.onDisconnect(), origins);
        line("  ", "router", names(style.routers()), origins);
        line("  ", "heartbeat", reference.connection().heartbeatMillis() + " ms", origins);
        line("  ", "reconnect", reference.connection().reconnectMillis() + " ms", origins);
        line("  ", "payload", reference.connection().payloadLimitBytes() + " bytes", origins);
        boolean always = reference.connection().encrypted();
        line("  ", "ssl-enabled", always ? "true" : "if the provider says so", origins);
        tls("  ", reference.connection().tls(), "client");
        reference.registries().forEach(this::add);
        add(reference.defaults());
        new TreeMap<>(reference.methods()).values().forEach(this::add);
        return this;
    }

    private void add(MethodSettings method) {
        Map<String, Origin> origins = method.origins();
        heading("  ", "method " + method.name());
        line("    ", "timeout", method.timeoutMillis() + " ms", origins);
        line("    ", "retries", method.retries(), origins);
        line("    ", "async", method.async(), origins);
        line("    ", "return", !method.oneWay(), origins);
        line("    ", "sent", method.sent(), origins);
        line("    ", "actives", method.actives(), origins);
        line("    ", "loadbalance", method.loadBalance(), origins);
        line("    ", "sticky", method.sticky(), origins);
        line("    ", "cache", method.cache() == null ? "off" : method.cache(), origins);
        line("    ", "validation", method.validation() == null ? "off" : method.validation(), origins);
        line("    ", "mock", method.mock() == null ? "off" : method.mock(), origins);
        line("    ", "merger", method.merger() == null ? "none" : method.merger(), origins);
        line("    ", "forks", method.forks(), origins);
        line("    ", "failbacktasks", method.failbackTasks(), origins);
        hook("oninvoke", method.onInvoke(), origins);
        hook("onreturn", method.onReturn(), origins);
        hook("onthrow", method.onThrow(), origins);
    }

    private void hook(String name, @Nullable HookSettings hook, Map<String, Origin> origins) {
        if (hook != null) {
            line("    ", name, hook.bean() + "." + hook.method(), origins);
        }
    }

    /** Adds a service, its ports and its methods. */
    public Description add(ServiceSettings service) {
        Map<String, Origin> origins = service.origins();
        ServiceStyle style = service.style();
        heading("", service.toString());
        line("  ", "path", service.path(), origins);
        line("  ", "export", service.export(), origins);
        line("  ", "delay", service.delayMillis() + " ms", origins);
        line("  ", "filter", String.join(",", service.filters()), origins);
        line("  ", "token", service.token() == null ? "none" : SECRET, origins);
        line("  ", "scope", name(style.scope()), origins);
        line("  ", "generic", style.generic(), origins);
        line("  ", "callbacks", style.callbacks(), origins);
        line("  ", "listener", names(style.listeners()), origins);
        line("  ", "onconnect", style.onConnect() == null ? "none" : style.onConnect(), origins);
        line("  ", "ondisconnect", style.onDisconnect() == null ? "none" : style.onDisconnect(), origins);
        line("  ", "executor", style.executor() == null ? "none" : style.executor(), origins);
        int limitBytes = style.payloadLimitBytes();
        line("  ", "payload", limitBytes == 0 ? "as its protocol" : limitBytes + " bytes", origins);
        line("  ", "accesslog", service.accessLog() == null ? "off" : service.accessLog(), origins);
        service.protocols().forEach(this::add);
        service.registries().forEach(this::add);
        add(service.defaults());
        new TreeMap<>(service.methods()).values().forEach(this::add);
        return this;
    }

    private void add(ProtocolSettings protocol) {
        Map<String, Origin> origins = protocol.origins();
        heading("  ", "protocol " + protocol.id());
        line("    ", "name", protocol.name(), origins);
        line("    ", "host", protocol.host() == null ? "every interface" : protocol.host(), origins);
        line("    ", "port", protocol.port() + (protocol.searchPort() ? " or the next free one" : ""), origins);
        line("    ", "threadpool", protocol.threadPool().name().toLowerCase(Locale.ROOT), origins);
        line("    ", "threads", protocol.threads(), origins);
        line("    ", "queues", protocol.queues(), origins);
        line("    ", "iothreads", protocol.ioThreads() == 0 ? "default" : protocol.ioThreads(), origins);
        line("    ", "dispatcher", protocol.dispatcher().name().toLowerCase(Locale.ROOT), origins);
        line("    ", "accepts", protocol.server().acceptLimit(), origins);
        line("    ", "payload", protocol.server().payloadLimitBytes() + " bytes", origins);
        line("    ", "heartbeat", protocol.server().heartbeatMillis() + " ms", origins);
        line("    ", "register", protocol.register(), origins);
        line("    ", "ssl-enabled", protocol.server().tls() != null, origins);
        if (protocol.server().tls() != null) {
            tls("    ", protocol.server().tls(), "server");
        }
    }

    /** Where they are written stands with all that was written. */
    private void tls(String indent, TlsSettings tls, String side) {
        if (tls.equals(TlsSettings.DEFAULT)) {
            return;
        }
        file(indent, side + "-key-cert-chain-path", tls.certificateChain());
        file(indent, side + "-private-key-path", tls.privateKey());
        line(indent, side + "-key-password", tls.keyPassword() == null ? "none" : SECRET);
        file(indent, side + "-trust-cert-collection-path", tls.trusted());
        if (side.equals("client")) {
            line(indent, "tern.tls.host-check", tls.checksHost());
        }
    }

    private void file(String indent, String name, @Nullable URI location) {
        line(indent, name, location == null ? "none" : location.toString());
    }

    private void line(String indent, String name, Object value) {
        text.append(String.format(Locale.ROOT, "%s%s = %s", indent, name, value))
                .append('\n');
    }

    private void add(RegistrySettings registry) {
        Map<String, Origin> origins = registry.origins();
        heading("  ", registry.toString());
        login("    ", registry.username(), registry.password(), origins);
        line("    ", "group", registry.group() == null ? "default" : registry.group(), origins);
        line("    ", "timeout", registry.timeoutMillis() + " ms", origins);
        line("    ", "session", registry.sessionMillis() + " ms", origins);
        line("    ", "file", registry.file() == null ? "none" : registry.file(), origins);
        line("    ", "check", registry.check(), origins);
        line("    ", "register", registry.register(), origins);
        line("    ", "subscribe", registry.subscribe(), origins);
        line("    ", "dynamic", registry.dynamic(), origins);
        line("    ", "simplified", registry.simplified(), origins);
        line("    ", "zone", registry.zone() == null ? "none" : registry.zone(), origins);
        line("    ", "weight", registry.weight() == null ? "none" : registry.weight(), origins);
        line("    ", "preferred", registry.preferred(), origins);
        line("    ", "cluster", registry.cluster() == null ? "none" : registry.cluster(), origins);
        line("    ", "forks", registry.forks() == null ? "none" : registry.forks(), origins);
        line("    ", "use-as-config-center", registry.configCenter(), origins);
    }

    private void login(
            String indent, @Nullable String username, @Nullable String password, Map<String, Origin> origins) {
        line(indent, "username", username == null ? "none" : SECRET, origins);
        line(indent, "password", password == null ? "none" : SECRET, origins);
    }

    private void add(ServiceMethodSettings method) {
        heading("  ", "method " + method.name());
        line("    ", "timeout", method.timeoutMillis() + " ms", method.origins());
        line("    ", "executes", method.executes(), method.origins());
        line("    ", "validation", method.validation() == null ? "off" : method.validation(), method.origins());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none" : String.join(",", names);
    }

    private void heading(String indent, String title) {
        text.append(indent).append(title).append('\n');
    }

    private void line(String indent, String name, Object value, Map<String, Origin> origins) {
        Origin origin = origins.getOrDefault(name, Origin.BUILT_IN);
        text.append(String.format(Locale.ROOT, "%s%-12s = %-28s %s%n", indent, name, value, origin)
                        .stripTrailing())
                .append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
