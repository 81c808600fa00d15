// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.spi.ConsoleCommand;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The commands that every console has: those of Dubbo by the same names, as far as there is something to say or to do. */
final class BuiltInCommands {
    private final ConsoleTarget target;

    BuiltInCommands(ConsoleTarget target) {
        this.target = target;
    }

    List<ConsoleCommand> all() {
        return List.of(
                new BuiltIn("live", "live: whether the process is there", Right.PROBE, true, w -> Answer.probe(true)),
                new BuiltIn(
                        "startup",
                        "startup: whether the start is over",
                        Right.PROBE,
                        true,
                        w -> Answer.probe(target.isStarted())),
                new BuiltIn(
                        "ready",
                        "ready: whether consumers may come: started, not stopping, and not all services offline",
                        Right.PROBE,
                        true,
                        w -> Answer.probe(isReady())),
                new BuiltIn(
                        "quit",
                        "quit: ends the conversation",
                        Right.PROBE,
                        true,
                        w -> new Answer(Answer.OK, "BYE!", true)),
                look("version", "version: of Tern", w -> "tern version \"" + version() + '"'),
                look("ls", "ls: services and references with their state", this::ls),
                look("ps", "ps [-l]: ports of services, with addresses and numbers of connections", this::ps),
                look("stats", "stats: figures of this moment, and events since the start", this::stats),
                new BuiltIn(
                        "describe",
                        "describe: the settings in effect, and where each was written",
                        Right.READ_SETTINGS,
                        false,
                        w -> Answer.of(target.describe())),
                new BuiltIn(
                        "offline",
                        "offline [pattern]: takes services out of the registries, all or those whose key matches",
                        Right.STEER,
                        false,
                        words -> steer(words, false)),
                new BuiltIn(
                        "online",
                        "online [pattern]: puts services back into the registries",
                        Right.STEER,
                        false,
                        words -> steer(words, true)));
    }

    private static BuiltIn look(String name, String help, Function<List<String>, String> text) {
        return new BuiltIn(name, help, Right.LOOK, false, words -> Answer.of(text.apply(words)));
    }

    /** As in Dubbo, one service that can be found is enough, and a process without services has none to offer. */
    private boolean isReady() {
        List<ConsoleTarget.Service> services = target.services().stream()
                .filter(service -> service.settings().export())
                .toList();
        return target.isServing()
                && (services.isEmpty() || services.stream().anyMatch(ConsoleTarget.Service::isOnline));
    }

    private Answer steer(List<String> words, boolean online) {
        if (words.size() > 1) {
            throw new IllegalArgumentException("one pattern or none, such as com.acme.FooService or .*Foo.*");
        }
        Predicate<ServiceSettings> which = words.isEmpty() ? null : matching(words.get(0));
        if (which != null && target.services().stream().noneMatch(service -> which.test(service.settings()))) {
            return Answer.refusal(Answer.NOT_FOUND, "service not found");
        }
        if (online) {
            target.online(which);
        } else {
            target.offline(which);
        }
        return Answer.of("OK");
    }

    /** Of the whole key, with the group or without it, as Dubbo compares it. */
    private static Predicate<ServiceSettings> matching(String text) {
        Pattern pattern = Pattern.compile(text);
        return settings -> {
            ServiceKey key = settings.service();
            String withoutGroup = new ServiceKey(null, key.interfaceName(), key.version()).toString();
            return pattern.matcher(key.toString()).matches()
                    || pattern.matcher(withoutGroup).matches();
        };
    }

    private String ls(List<String> words) {
        TextTable services = new TextTable("Provider Service Name", "PUB", "STATE");
        target.services()
                .forEach(service -> services.row(
                        service.settings().service().toString(),
                        registries(service.settings().registries(), service.published() ? "Y" : "N"),
                        state(service)));
        TextTable references = new TextTable("Consumer Service Name", "NUM", "STATE");
        target.references()
                .forEach(reference -> references.row(
                        reference.settings().service().toString(),
                        registries(reference.settings().registries(), Integer.toString(reference.providers())),
                        reference.available() > 0 ? reference.available() + " available" : "nobody to call"));
        return "As Provider side:\n" + services + "As Consumer side:\n" + references;
    }

    /** In the form of Dubbo: {@code zookeeper-I(Y)}, the services by interface. */
    private static String registries(List<RegistrySettings> registries, String state) {
        return registries.isEmpty()
                ? "direct(" + state + ")"
                : registries.stream()
                        .map(registry -> registry.kind() + "-I(" + state + ")")
                        .collect(Collectors.joining("/"));
    }

    private static String state(ConsoleTarget.Service service) {
        if (!service.settings().export()) {
            return "not for export";
        }
        String served = service.addresses().isEmpty()
                ? "not exported yet"
                : service.addresses().stream().map(BuiltInCommands::text).collect(Collectors.joining(", "));
        return served + (service.isOnline() ? "" : ", offline");
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private String ps(List<String> words) {
        boolean detail = words.contains("-l");
        List<String> ports = words.stream().filter(word -> !word.equals("-l")).toList();
        if (ports.size() > 1 || !ports.stream().allMatch(word -> word.matches("[0-9]{1,5}"))) {
            throw new IllegalArgumentException("-l, the number of a port, both or nothing");
        }
        String lines = target.ports().stream()
                .filter(port -> ports.isEmpty() || port.address().getPort() == Integer.parseInt(ports.get(0)))
                .map(port -> detail
                        ? port.protocol() + "://" + text(port.address()) + " connections " + port.connections()
                        : Integer.toString(port.address().getPort()))
                .collect(Collectors.joining("\n"));
        return lines.isEmpty() && !ports.isEmpty() ? "No such port " + ports.get(0) : lines;
    }

    private String stats(List<String> words) {
        return target.figures().entrySet().stream()
                .map(figure -> figure.getKey() + " " + figure.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String version() {
        String ofJar = BuiltInCommands.class.getPackage().getImplementationVersion();
        String version = ofJar == null ? ofMaven() : ofJar;
        return version == null ? "unknown" : version;
    }

    private static @Nullable String ofMaven() {
        try (InputStream file =
                BuiltInCommands.class.getResourceAsStream("/META-INF/maven/io.tern/rpc-core/pom.properties")) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version");
        } catch (IOException e) {
            return null;
        }
    }
}
