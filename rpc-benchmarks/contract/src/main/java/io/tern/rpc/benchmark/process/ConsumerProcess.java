// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.process;

import io.tern.rpc.benchmark.drive.Cell;
import io.tern.rpc.benchmark.drive.Client;
import io.tern.rpc.benchmark.drive.Contender;
import io.tern.rpc.benchmark.drive.Driver;
import io.tern.rpc.benchmark.drive.Operation;
import java.util.Map;

/**
 * Calls on command until the standard input ends. Arguments: class of the {@link Contender}, variant, port of the provider.
 *
 * <p>Commands: {@code run <cell> <millis>}, {@code facts}, {@code firstCall}.
 */
public final class ConsumerProcess {
    private ConsumerProcess() {}

    public static void main(String[] arguments) throws Exception {
        CommandLoop loop = new CommandLoop();
        try (Client client = contender(arguments[0]).connect(arguments[1], Integer.parseInt(arguments[2]))) {
            Driver driver = new Driver(client);
            client.call(Operation.GET_USER, client.argument(Operation.GET_USER, 1L));
            long firstAnswerMillis = Facts.millisSinceStart();
            loop.run(words -> switch (words[0]) {
                case "run" -> driver.run(Cell.parse(words[1]), Long.parseLong(words[2]));
                case "facts" -> Facts.now();
                case "firstCall" -> Map.of("millis", firstAnswerMillis);
                default -> throw new IllegalArgumentException("No such command: " + words[0]);
            });
        }
        System.exit(0);
    }

    static Contender contender(String className) throws ReflectiveOperationException {
        return Class.forName(className)
                .asSubclass(Contender.class)
                .getDeclaredConstructor()
                .newInstance();
    }
}
