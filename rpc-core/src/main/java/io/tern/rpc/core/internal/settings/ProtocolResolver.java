// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ProtocolSettings.Dispatcher;
import io.tern.rpc.config.ProtocolSettings.ThreadPool;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of ports: what a protocol element leaves open, the provider element fills. */
final class ProtocolResolver {
    private static final int DEFAULT_PORT = 20_880;
    private static final int DEFAULT_THREADS = 200;
    private static final int DEFAULT_ALIVE_MILLIS = 60_000;
    private static final Set<String> EVERY_INTERFACE = Set.of("0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]");

    private final Problems problems;
    private final TlsResolver tls;

    ProtocolResolver(Problems problems, TlsResolver tls) {
        this.problems = problems;
        this.tls = tls;
    }

    /** The settings of the port that an element describes, used by a service with this provider. */
    ProtocolSettings resolve(CheckedElement protocol, @Nullable CheckedElement provider) {
        problems.addAll(protocol.whenUsed());
        if (provider != null) {
            problems.addAll(provider.whenUsed());
        }
        Ranks ranks = new Ranks(provider == null ? List.of(protocol) : List.of(protocol, provider));
        int port = ranks.whole("port", DEFAULT_PORT);
        String host = ranks.textOrNull("host");
        ranks.pick(TlsResolver.ENABLED);
        ServerSettings standard = ServerSettings.DEFAULT;
        return new ProtocolSettings(
                protocol.id(),
                ranks.text("name", "dubbo"),
                host == null || EVERY_INTERFACE.contains(host) ? null : unbracketed(host),
                port <= 0 ? DEFAULT_PORT : port,
                port <= 0,
                pool(ranks.text("threadpool", "fixed")),
                ranks.whole("threads", DEFAULT_THREADS),
                ranks.whole("corethreads", 0),
                ranks.whole("alive", DEFAULT_ALIVE_MILLIS),
                ranks.whole("queues", 0),
                ranks.whole("iothreads", 0),
                dispatcher(ranks.text("dispatcher", "all")),
                new ServerSettings(
                        Math.max(0, ranks.whole("accepts", standard.acceptLimit())),
                        ranks.whole("payload", standard.payloadLimitBytes()),
                        ranks.whole("heartbeat", standard.heartbeatMillis()),
                        protocol.flag("keepalive", standard.keepAlive()),
                        ranks.text("name", "dubbo").equals("dubbo") ? tls.ofPort(protocol) : null),
                protocol.flag("register", true),
                ranks.textOrNull("threadname"),
                ranks.origins());
    }

    /** The element that stands for a protocol which nobody has written: name dubbo, everything else from the provider. */
    static ConfigElement implied(String name) {
        return ConfigElement.of(ElementKind.PROTOCOL).id(name).set("name", name);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static ThreadPool pool(String name) {
        return switch (name) {
            case "cached" -> ThreadPool.CACHED;
            case "limited" -> ThreadPool.LIMITED;
            case "eager" -> ThreadPool.EAGER;
            case "virtual" -> ThreadPool.VIRTUAL;
            default -> ThreadPool.FIXED;
        };
    }

    private static Dispatcher dispatcher(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "direct" -> Dispatcher.DIRECT;
            case "message", "execution", "connection" -> Dispatcher.MESSAGE;
            default -> Dispatcher.ALL;
        };
    }
}
