// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.LocalProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/** A consumer that is told to end while a hundred calls are under way: each of them ends, and so does the process, in time. */
class ConsumerTerminationTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CALLS = 100;
    private static final int SHUTDOWN_MILLIS = 4_000;
    /** {@code shutwait} of the process, and what closing sockets and threads of a busy machine may take. */
    private static final Duration LONGEST_END = Duration.ofMillis(SHUTDOWN_MILLIS + 5_000);

    private static final int TERMINATED = 143;

    @Test
    void callsThatAreAnsweredMeanwhileGetTheirAnswer() throws Exception {
        assertThat(terminated(GatedWork::open)).isEqualTo("ENDED answered 100 failed {}");
    }

    @Test
    void callsThatAreNotAnsweredFailInTime() throws Exception {
        assertThat(terminated(work -> {})).isEqualTo("ENDED answered 0 failed {RpcConnectionException=100}");
    }

    /** What the process said of its calls. */
    private static String terminated(Consumer<GatedWork> whenAsked) throws Exception {
        GatedWork work = new GatedWork();
        try (Tern provider = LocalTern.provider(protocol -> {})) {
            ExportedService service = provider.export(WorkService.class, work, attributes -> {});
            try (LocalProcess process = LocalProcess.start(
                    "consumer",
                    System.getProperty("java.class.path"),
                    Map.of(),
                    Calling.class.getName(),
                    List.of(LocalTern.url(service)))) {
                process.awaitReady(SOON);
                LocalTern.await("all are served", SOON, () -> work.started() == CALLS);
                long asked = System.nanoTime();
                process.terminate();
                assertThat(lineOf(process, "DESTROYED")).isEqualTo("DESTROYED after the answer late");
                whenAsked.accept(work);
                String said = lineOf(process, "ENDED");
                process.awaitEnd();
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(LONGEST_END);
                assertThat(process.exitCode()).as(process.errors()).isEqualTo(TERMINATED);
                assertThat(process.errors()).doesNotContain("RejectedExecution");
                return said;
            } finally {
                work.open();
            }
        }
    }

    /** The next line that begins so; a logger has lines of its own. */
    private static String lineOf(LocalProcess process, String begin) {
        String line = process.awaitLine(SOON);
        while (!line.startsWith(begin)) {
            line = process.awaitLine(SOON);
        }
        return line;
    }

    /** Makes calls, and one more when its bean is destroyed. */
    static final class Calling implements DisposableBean {
        private static final AtomicInteger answered = new AtomicInteger();
        private static final Map<String, Integer> failed = new ConcurrentSkipListMap<>();
        private static final AtomicInteger left = new AtomicInteger(CALLS);

        private final WorkService work;

        Calling(WorkService work) {
            this.work = work;
        }

        @Override
        public void destroy() {
            System.out.println("DESTROYED after the answer " + work.quick("late"));
        }

        private static void ended(Throwable error) {
            if (error == null) {
                answered.incrementAndGet();
            } else {
                failed.merge(error.getClass().getSimpleName(), 1, Integer::sum);
            }
            if (left.decrementAndGet() == 0) {
                System.out.println("ENDED answered " + answered + " failed " + failed);
            }
        }

        public static void main(String[] arguments) throws Exception {
            String file = """
                    <beans xmlns="http://www.springframework.org/schema/beans"
                           xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                           xmlns:dubbo="http://dubbo.apache.org/schema/dubbo"
                           xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
                               http://dubbo.apache.org/schema/dubbo http://dubbo.apache.org/schema/dubbo/dubbo.xsd">
                        <dubbo:application name="doomed-consumer" shutwait="%d"/>
                        <dubbo:reference id="work" interface="%s" url="%s" retries="0" timeout="60000"/>
                    </beans>
                    """.formatted(SHUTDOWN_MILLIS, WorkService.class.getName(), arguments[0]);
            var context = new GenericXmlApplicationContext();
            context.load(new ByteArrayResource(file.getBytes(StandardCharsets.UTF_8)));
            context.registerBean(Calling.class, () -> new Calling(context.getBean("work", WorkService.class)));
            context.refresh();
            context.registerShutdownHook();
            WorkService work = context.getBean(WorkService.class);
            for (int i = 0; i < CALLS; i++) {
                var unused = work.later("x").whenComplete((value, error) -> ended(error));
            }
            System.out.println("READY");
            new CountDownLatch(1).await();
        }
    }
}
