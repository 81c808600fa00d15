// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.accesslog;

import io.tern.rpc.Peer;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.spi.Invocation;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for every call of a service in Dubbo's form: time, consumer, provider, service, method, arguments; and besides
 * how it ended and how long it took. In place of argument values it has their types and sizes, unless the values were asked
 * for. Never blocks: see {@link AccessLogs}.
 */
public final class AccessLog {
    /** The parameter that asks for values. */
    public static final String ARGUMENTS = "tern.accesslog.arguments";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final AccessLogs owner;
    private final @Nullable Path file;
    private final Logger logger;
    private final ArgumentText argumentText;

    /** {@code file} null: to the logger. */
    AccessLog(AccessLogs owner, @Nullable Path file, String loggerName, ArgumentText argumentText) {
        this.owner = owner;
        this.file = file;
        this.logger = LoggerFactory.getLogger(loggerName);
        this.argumentText = argumentText;
    }

    /** CFG-04, if the parameter says neither true nor false; {@code owner} is the element. */
    public static Optional<ConfigProblem> problem(Map<String, String> parameters, Origin owner) {
        String text = parameters.getOrDefault(ARGUMENTS, "").strip();
        return List.of("", "true", "false").contains(text)
                ? Optional.empty()
                : Optional.of(
                        ConfigErrors.malformed(ConfigCode.CFG_04, owner.attribute(ARGUMENTS), text, "true or false"));
    }

    @Nullable
    Path file() {
        return file;
    }

    Logger logger() {
        return logger;
    }

    /** What a line will say about the arguments; to be asked before somebody changes them. */
    public String arguments(@Nullable Object[] arguments) {
        return argumentText.of(arguments);
    }

    /** Writes a line as a provider; see the other. */
    public void record(
            Invocation call, Peer peer, @Nullable String arguments, @Nullable Throwable error, long elapsedNanos) {
        record(call, address(peer.remoteAddress()), address(peer.localAddress()), arguments, error, elapsedNanos);
    }

    /**
     * Writes a line; called by whoever ended the call.
     *
     * @param from the consumer
     * @param to the provider
     * @param arguments from {@link #arguments}
     * @param error null if the call succeeded
     */
    public void record(
            Invocation call,
            String from,
            String to,
            @Nullable String arguments,
            @Nullable Throwable error,
            long elapsedNanos) {
        ServiceKey service = call.service();
        owner.offer(
                this,
                "[" + TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + "] " + from + " -> " + to + " - "
                        + service + " " + call.method().name()
                        + call.method().parameterTypes().stream()
                                .map(Class::getTypeName)
                                .collect(Collectors.joining(",", "(", ")"))
                        + " " + arguments + " "
                        + (error == null ? "ok" : error.getClass().getName()) + " "
                        + TimeUnit.NANOSECONDS.toMillis(elapsedNanos) + " ms");
    }

    /** {@code host:port}; a question mark if nobody is known. */
    public static String address(@Nullable InetSocketAddress address) {
        return address == null
                ? "?"
                : (address.getAddress() == null
                                ? address.getHostString()
                                : address.getAddress().getHostAddress()) + ":" + address.getPort();
    }
}
