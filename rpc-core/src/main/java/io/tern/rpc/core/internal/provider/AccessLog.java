// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.Peer;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.Invocation;
import java.lang.reflect.Array;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for every request that reached a service, in Dubbo's form: time, consumer, provider, service, method. In
 * place of argument values it has their types and sizes. Never blocks a worker: see {@link AccessLogs}.
 */
final class AccessLog {
    /** Dubbo's logger names, so that the logging configuration of a ported application still holds. */
    private static final String LOGGER_PREFIX = "dubbo.accesslog.";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final int SHAPES = 16;

    private final AccessLogs owner;
    private final @Nullable Path file;
    private final Logger logger;

    /** {@code file} null: to the logger of the interface. */
    AccessLog(AccessLogs owner, @Nullable Path file, String interfaceName) {
        this.owner = owner;
        this.file = file;
        this.logger = LoggerFactory.getLogger(LOGGER_PREFIX + interfaceName);
    }

    @Nullable
    Path file() {
        return file;
    }

    Logger logger() {
        return logger;
    }

    /** Called by whoever ended the request; {@code shape} is from {@link #shape}. */
    void record(Invocation call, Peer peer, @Nullable String shape, @Nullable Throwable error, long elapsedNanos) {
        owner.offer(this, line(call, peer, shape, error, elapsedNanos));
    }

    private static String line(
            Invocation call, Peer peer, @Nullable String shape, @Nullable Throwable error, long elapsedNanos) {
        ServiceKey service = call.service();
        return "[" + TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + "] " + address(peer.remoteAddress())
                + " -> "
                + address(peer.localAddress()) + " - " + service + " "
                + call.method().name()
                + call.method().parameterTypes().stream()
                        .map(Class::getTypeName)
                        .collect(Collectors.joining(",", "(", ")"))
                + " " + shape + " " + (error == null ? "ok" : error.getClass().getName()) + " "
                + TimeUnit.NANOSECONDS.toMillis(elapsedNanos) + " ms";
    }

    private static String address(@Nullable InetSocketAddress address) {
        return address == null
                ? "?"
                : (address.getAddress() == null
                                ? address.getHostString()
                                : address.getAddress().getHostAddress()) + ":" + address.getPort();
    }

    /** What the arguments look like from outside: class names, and sizes where asking runs no code but the JDK's. */
    static String shape(@Nullable Object[] arguments) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < arguments.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            if (i == SHAPES) {
                text.append('…');
                break;
            }
            append(text, arguments[i]);
        }
        return text.append(']').toString();
    }

    private static void append(StringBuilder text, @Nullable Object argument) {
        if (argument == null) {
            text.append("null");
            return;
        }
        Class<?> type = argument.getClass();
        text.append(type.getTypeName());
        if (argument instanceof String string) {
            text.append('(').append(string.length()).append(')');
        } else if (type.isArray()) {
            text.append('(').append(Array.getLength(argument)).append(')');
        } else if (type.getClassLoader() == null) {
            if (argument instanceof Collection<?> collection) {
                text.append('(').append(collection.size()).append(')');
            } else if (argument instanceof Map<?, ?> map) {
                text.append('(').append(map.size()).append(')');
            }
        }
    }
}
