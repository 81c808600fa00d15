// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.process;

import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.peer.ScenarioSession;
import io.tern.rpc.interop.scenario.CaseResult;
import io.tern.rpc.interop.scenario.Scenarios;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/**
 * Main class of a Dubbo consumer process. Loads consumer.xml, or the file that {@code interop.file} names, prints {@code READY}, then obeys lines on its standard input:
 * {@code run SCENARIO} runs a scenario of {@link Scenarios}, prints one line per case ({@link CaseResult#toLine}) and {@code DONE};
 * {@code stop} closes gracefully. It also ends when the input ends.
 */
public final class ConsumerProcess {
    private ConsumerProcess() {}

    public static void main(String[] arguments) throws IOException {
        ClassPathXmlApplicationContext beans = new ClassPathXmlApplicationContext(
                Stream.of(System.getProperty("interop.file", "consumer.xml,consumer-generic.xml")
                                .split(","))
                        .map(file -> "io/tern/rpc/interop/process/" + file)
                        .toArray(String[]::new));
        ScenarioSession session = new SpringSession(beans);
        ProcessLines.print("READY");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.startsWith("run ")) {
                Scenarios.named(command.substring(4)).run(session, result -> ProcessLines.print(result.toLine()));
                ProcessLines.print("DONE");
            } else {
                beans.close();
                ProcessLines.print("STOPPED");
                System.exit(0);
            }
        }
        Runtime.getRuntime().halt(3);
    }

    /** The consumer of this process. */
    private record SpringSession(ClassPathXmlApplicationContext beans) implements ScenarioSession {
        @Override
        public <T> T bean(String id, Class<T> type) {
            return beans.getBean(id, type);
        }

        @Override
        public CallContext context() {
            return beans.getBean("callContext", CallContext.class);
        }

        @Override
        public PeerLine consumer() {
            return PeerLine.valueOf(System.getProperty("interop.consumer.line"));
        }

        @Override
        public PeerLine provider() {
            return PeerLine.valueOf(System.getProperty("interop.provider.line"));
        }
    }
}
