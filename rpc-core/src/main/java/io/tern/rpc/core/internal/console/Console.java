// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.RpcException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.lifecycle.Plugins;
import io.tern.rpc.core.internal.security.SecretToken;
import io.tern.rpc.core.internal.settings.ConsoleSettings;
import io.tern.rpc.spi.ConsoleCommand;
import io.tern.rpc.spi.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin console of one instance that asked for one. Thread-safe. */
public final class Console implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Console.class);
    private static final String CURE =
            "set the parameter or system property tern.console.token, and qos-accept-foreign-ip=\"true\"";

    private final ConsoleSettings settings;
    private final ConsoleAccess access;
    private final ConsoleCommands commands;
    private final String application;
    private final Ticker ticker;
    private @Nullable ConsoleServer server; // guarded by this, as the next one
    private boolean closed;

    private Console(
            ConsoleSettings settings,
            ConsoleAccess access,
            ConsoleCommands commands,
            String application,
            Ticker ticker) {
        this.settings = settings;
        this.access = access;
        this.commands = commands;
        this.application = application;
        this.ticker = ticker;
    }

    /** Mistakes that the attributes by themselves do not show. */
    public static List<ConfigProblem> problems(ConsoleSettings settings) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (String item : settings.listed()) {
            try {
                new AddressList(List.of(item));
            } catch (IllegalArgumentException e) {
                problems.add(ConfigErrors.malformed(
                        ConfigCode.CFG_14,
                        settings.origins().getOrDefault(ConsoleSettings.LIST, Origin.BUILT_IN),
                        item,
                        "an address or network such as 10.0.0.1, 10.0.0.0/8, 10.0.*.* or fd00::/8"));
            }
        }
        return problems;
    }

    /**
     * What its commands are made of.
     *
     * @param target what it shows and steers
     * @param further commands of other parts of the instance; those of users with the same name count more
     * @param loader finds those of users
     * @param given those that were given to the builder
     */
    public record Commands(
            ConsoleTarget target, List<ConsoleCommand> further, ClassLoader loader, Extensions.Given given) {
        List<ConsoleCommand> all() {
            List<ConsoleCommand> shipped = new ArrayList<>(new BuiltInCommands(target).all());
            shipped.addAll(further);
            return Plugins.of(
                            "console command",
                            ConsoleCommand.class,
                            ConsoleCommand::name,
                            loader,
                            shipped,
                            given.of(ConsoleCommand.class))
                    .all();
        }
    }

    /**
     * A console that is not open yet.
     *
     * @param settings without {@link #problems}
     * @param token what users at other machines must know; null: there are none
     * @throws io.tern.rpc.RpcConfigException if a command of the user's cannot be loaded, or two have one name
     */
    public static Console of(ConsoleSettings settings, @Nullable String token, String application, Commands commands) {
        Ticker ticker = Ticker.SYSTEM;
        return new Console(
                settings,
                new ConsoleAccess(settings, token == null ? null : SecretToken.of(token), ticker),
                new ConsoleCommands(commands.all(), ticker),
                application,
                ticker);
    }

    /**
     * Opens the port. That it cannot be opened is a warning, unless it is written that the start needs it.
     *
     * @throws RpcException if it cannot be opened and {@code qos-check} is on
     */
    public synchronized void open() {
        if (closed) {
            return; // whoever closes an instance that is starting has been here already
        }
        try {
            ConsoleServer opened =
                    new ConsoleServer(address(), ConsoleLimits.STANDARD, access, commands, application, ticker);
            server = opened;
            opened.start();
            log.info(
                    "The admin console listens on {}, for {}",
                    opened.address(),
                    access.isForeign() ? "other machines too" : "users at this machine");
        } catch (IOException e) {
            String text = e instanceof UnknownHostException
                    ? "The admin console cannot listen: nobody knows the host " + settings.host()
                            + "; mend qos-host, from " + settings.origins().getOrDefault("qos-host", Origin.BUILT_IN)
                    : "The admin console cannot listen on port " + settings.port() + ": " + e.getMessage()
                            + "; end the process that uses it, or set another qos-port, from "
                            + settings.origins().getOrDefault("qos-port", Origin.BUILT_IN);
            if (settings.check()) {
                throw new RpcException(RpcException.NETWORK_EXCEPTION, text, e);
            }
            log.warn("{}; this process goes on without", text);
            return;
        }
        warnOfCommands();
    }

    /** Never beyond this machine, unless that is what somebody wanted and thought of a token for. */
    InetSocketAddress address() throws UnknownHostException {
        String host = settings.host();
        InetAddress wanted = host == null ? null : InetAddress.getByName(host);
        if (access.isForeign()) {
            return new InetSocketAddress(wanted, settings.port()); // null: any address
        }
        boolean here = wanted == null || wanted.isLoopbackAddress();
        if (!here || settings.foreign() || !settings.listed().isEmpty()) {
            log.warn(
                    "The admin console stays on loopback, since other machines may use it only with a token; to let them in, {}",
                    CURE);
        }
        return new InetSocketAddress(
                here && wanted != null ? wanted : InetAddress.getLoopbackAddress(), settings.port());
    }

    /**
     * Names that Dubbo has and Tern has not, and commands that change something, which the token alone allows. Commands of users
     * are not asked: that could be the moment when they are made.
     */
    private void warnOfCommands() {
        if (!access.isForeign()) {
            return;
        }
        List<String> without = settings.commands().stream()
                .filter(name -> {
                    ConsoleCommands.Command command = commands.find(name);
                    return command == null || (command.code() instanceof BuiltIn own && own.right() == Right.STEER);
                })
                .sorted()
                .toList();
        if (!without.isEmpty()) {
            log.warn(
                    "qos-anonymous-allow-commands does not open {}: commands that are not there, or that change something and take the token",
                    without);
        }
    }

    /** Ends it: nobody is answered any more, and it does not open again. Idempotent. */
    @Override
    public void close() {
        ConsoleServer closing;
        synchronized (this) {
            closed = true;
            closing = server;
        }
        if (closing != null) {
            closing.close();
        }
    }
}
