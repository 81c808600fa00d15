// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.process;

import io.tern.rpc.benchmark.drive.Contender;
import io.tern.rpc.benchmark.drive.Counters;
import java.util.LinkedHashMap;
import java.util.Map;

/** Serves until the standard input ends. Arguments: class of the {@link Contender}, variant, port. */
public final class ProviderProcess {
    private ProviderProcess() {}

    public static void main(String[] arguments) throws Exception {
        CommandLoop loop = new CommandLoop();
        Contender contender = ConsumerProcess.contender(arguments[0]);
        try (Contender.Server server = contender.serve(arguments[1], Integer.parseInt(arguments[2]))) {
            loop.run(new ProviderCommands(server)::obey);
        }
        System.exit(0);
    }

    private static final class ProviderCommands {
        private final Contender.Server server;
        private Counters last = Counters.now();

        ProviderCommands(Contender.Server server) {
            this.server = server;
        }

        Map<String, ?> obey(String[] words) {
            return switch (words[0]) {
                case "count" -> countSinceLast();
                case "facts" -> Facts.now();
                case "held" -> Map.of("held", server.heldCalls());
                case "letGo" -> letGo();
                default -> throw new IllegalArgumentException("No such command: " + words[0]);
            };
        }

        private Map<String, Object> countSinceLast() {
            Counters now = Counters.now();
            Map<String, Object> reply = new LinkedHashMap<>();
            now.putSince(last, reply);
            last = now;
            return reply;
        }

        private Map<String, Object> letGo() {
            int held = server.heldCalls();
            server.letGo();
            return Map.of("released", held);
        }
    }
}
