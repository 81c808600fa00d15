// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.process;

import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.traffic.History;
import io.tern.rpc.interop.traffic.Sample;
import io.tern.rpc.interop.traffic.Tally;
import io.tern.rpc.interop.traffic.Traffic;
import io.tern.rpc.interop.traffic.TrafficService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/**
 * Main class of a consumer process that makes traffic. Loads traffic-consumer.xml, or the file that {@code interop.file}
 * names, prints {@code READY}, then obeys lines on its standard input: {@code start RATE SLEEP} begins to call, {@code count}
 * prints {@code COUNT tried failed answered}, {@code end TIMEOUT RECORDS} prints {@code TALLY} and the verdict, where RECORDS is the
 * directory of the providers' records; {@code close} closes gracefully and prints {@code CLOSED} and how many of Tern's threads
 * are left, at the latest 10 s later; {@code sample} and a {@link Sample.Order} prints {@code SAMPLE} and a {@link Sample};
 * {@code stop} closes gracefully. It also ends when the input ends.
 */
public final class TrafficProcess {
    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 10_000_000;

    private TrafficProcess() {}

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        ClassPathXmlApplicationContext beans = new ClassPathXmlApplicationContext(
                "io/tern/rpc/interop/process/" + System.getProperty("interop.file", "traffic-consumer.xml"));
        TrafficService service = beans.getBean("traffic", TrafficService.class);
        CallContext context = CallContexts.named(System.getProperty("interop.context"));
        ProcessLines.print("READY");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Traffic traffic = null;
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ", -1);
            switch (words[0]) {
                case "start" ->
                    traffic = Traffic.start(
                            ProcessHandle.current().pid(),
                            Traffic.blocking(service),
                            Integer.parseInt(words[1]),
                            Integer.parseInt(words[2]));
                case "count" -> ProcessLines.print("COUNT " + count(traffic));
                case "end" -> ProcessLines.print("TALLY " + end(traffic, words[1], words[2]));
                case "close" -> {
                    beans.close();
                    ProcessLines.print("CLOSED " + threadsLeft());
                }
                case "sample" -> {
                    Sample.Order order = Sample.Order.parse(command.substring("sample ".length()));
                    TrafficService sampled = beans.getBean(order.reference(), TrafficService.class);
                    ProcessLines.print(
                            "SAMPLE " + Sample.take(order, sampled, context).line());
                }
                default -> {
                    beans.close();
                    ProcessLines.print("STOPPED");
                    System.exit(0);
                }
            }
        }
        Runtime.getRuntime().halt(3);
    }

    private static String count(@Nullable Traffic traffic) {
        if (traffic == null) {
            return "0 0 0";
        }
        History history = traffic.history();
        long answered =
                history.served().values().stream().mapToLong(Long::longValue).sum();
        return history.tried() + " " + history.failures().size() + " " + answered;
    }

    private static long threadsLeft() {
        long deadline = System.nanoTime() + LONGEST_END.toNanos();
        long left = ternThreads();
        while (left > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL_NANOS);
            left = ternThreads();
        }
        return left;
    }

    private static long ternThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tern-"))
                .count();
    }

    private static String end(@Nullable Traffic traffic, String timeoutMillis, String records) {
        if (traffic == null) {
            return "nothing";
        }
        Duration timeout = Duration.ofMillis(Long.parseLong(timeoutMillis));
        return Tally.of(traffic.stop(timeout.multipliedBy(2)), timeout, Tally.ran(Path.of(records)), true)
                .toString()
                .replace('\n', ';');
    }
}
