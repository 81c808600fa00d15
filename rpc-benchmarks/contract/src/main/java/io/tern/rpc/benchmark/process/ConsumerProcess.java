// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.process;

import io.tern.rpc.benchmark.drive.Cell;
import io.tern.rpc.benchmark.drive.Client;
import io.tern.rpc.benchmark.drive.Contender;
import io.tern.rpc.benchmark.drive.Driver;
import io.tern.rpc.benchmark.drive.HeldCalls;
import io.tern.rpc.benchmark.drive.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls on command until the standard input ends. Arguments: class of the {@link Contender}, variant, port of the provider.
 *
 * <p>Commands: {@code run <cell> <millis>}; {@code facts}; {@code firstCall}; {@code hold <calls>} and {@code answers}; {@code connections <more>}; {@code references
 * <name without number> <count>}.
 */
public final class ConsumerProcess {
    private ConsumerProcess() {}

    public static void main(String[] arguments) throws Exception {
        CommandLoop loop = new CommandLoop();
        try (Client client = contender(arguments[0]).connect(arguments[1], Integer.parseInt(arguments[2]))) {
            Driver driver = new Driver(client);
            client.call(Operation.GET_USER, client.argument(Operation.GET_USER, 1L));
            long firstAnswerMillis = Facts.millisSinceStart();
            HeldCalls held = new HeldCalls(client);
            loop.run(words -> switch (words[0]) {
                case "run" -> driver.run(Cell.parse(words[1]), Long.parseLong(words[2]));
                case "facts" -> Facts.now();
                case "firstCall" -> Map.of("millis", firstAnswerMillis);
                case "hold" -> hold(held, words);
                case "answers" -> Map.of("answers", held.awaitAnswers());
                case "connections" -> connections(client, words);
                case "references" -> references(client, words);
                default -> throw new IllegalArgumentException("No such command: " + words[0]);
            });
        }
        System.exit(0);
    }

    private static Map<String, ?> hold(HeldCalls held, String[] words) {
        held.start(Integer.parseInt(words[1]));
        return Map.of("started", words[1]);
    }

    private static Map<String, ?> connections(Client client, String[] words) {
        client.openConnections(Integer.parseInt(words[1]));
        return Map.of("opened", words[1]);
    }

    private static Map<String, ?> references(Client client, String[] words) throws ClassNotFoundException {
        List<Class<?>> services = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(words[2]); i++) {
            services.add(Class.forName(words[1] + i));
        }
        long start = System.nanoTime();
        client.refer(services);
        return Map.of("millis", (System.nanoTime() - start) / 1e6);
    }

    static Contender contender(String className) throws ReflectiveOperationException {
        return Class.forName(className)
                .asSubclass(Contender.class)
                .getDeclaredConstructor()
                .newInstance();
    }
}
