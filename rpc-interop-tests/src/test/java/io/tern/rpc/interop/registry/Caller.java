// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import static org.awaitility.Awaitility.await;

import io.tern.rpc.interop.TernCallContext;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.traffic.Sample;
import io.tern.rpc.interop.traffic.TrafficService;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** A consumer, of either library. */
interface Caller extends AutoCloseable {
    /** How long a change in the registry may take until calls obey it. Far more than it takes: the machine may be busy. */
    Duration SPREAD = Duration.ofSeconds(30);

    /** As many calls as make it sure that each of a handful of providers is met. */
    int CALLS = 60;

    /** Makes calls. */
    Sample sample(Sample.Order order);

    /** Many short calls without a tag. */
    static Sample.Order order(String reference) {
        return new Sample.Order(reference, CALLS, 0, "");
    }

    /** Calls with a tag. */
    static Sample.Order tagged(String reference, String tag) {
        return new Sample.Order(reference, CALLS, 0, tag);
    }

    /** Waits until all of some calls are served, and by exactly these providers. */
    default void awaitServedBy(Sample.Order order, Set<String> providers) {
        awaitSample(
                order,
                "served by exactly " + providers,
                sample -> sample.failed().isEmpty() && sample.served().keySet().equals(providers));
    }

    /** Likewise, without group, version and tag. */
    default void awaitServedBy(String... providers) {
        awaitServedBy(order("traffic"), Set.of(providers));
    }

    /** Waits until none of some calls is served. */
    default void awaitRefused(Sample.Order order) {
        awaitSample(order, "not served at all", sample -> sample.served().isEmpty());
    }

    /** Waits until calls come to what is expected. */
    default Sample awaitSample(Sample.Order order, String what, Predicate<Sample> expected) {
        Sample[] last = new Sample[1];
        try {
            // In this thread, so that no question is left without its answer read when the time is up.
            await().pollInSameThread()
                    .atMost(SPREAD)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        last[0] = sample(order);
                        return expected.test(last[0]);
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    this + ": calls of " + order.line() + " should have been " + what + " within " + SPREAD
                            + " but came to " + last[0] + "\n" + log(),
                    e);
        }
        return last[0];
    }

    /** The end of its log, where it has one of its own. */
    default String log() {
        return "";
    }

    @Override
    void close();

    /** Dubbo, in a process of its own. */
    record Dubbo(DubboPeer peer) implements Caller {
        private static final Duration LONGEST = Duration.ofSeconds(60);
        private static final int LONGEST_LOG = 4_000;

        @Override
        public Sample sample(Sample.Order order) {
            String answer = peer.ask("sample " + order.line(), LONGEST);
            if (!answer.startsWith("SAMPLE ")) {
                throw new IllegalStateException(peer + " said <" + answer + ">");
            }
            return Sample.parse(answer.substring("SAMPLE ".length()));
        }

        @Override
        public String log() {
            String log = peer.output();
            return log.substring(Math.max(0, log.length() - LONGEST_LOG));
        }

        @Override
        public void close() {
            peer.close();
        }

        @Override
        public String toString() {
            return peer.toString();
        }
    }

    /** Tern, in the process of the test. */
    record Tern(ClassPathXmlApplicationContext beans) implements Caller {
        @Override
        public Sample sample(Sample.Order order) {
            return Sample.take(order, service(order.reference()), new TernCallContext());
        }

        /** The stub of a reference. */
        TrafficService service(String reference) {
            return beans.getBean(reference, TrafficService.class);
        }

        @Override
        public void close() {
            beans.close();
        }

        @Override
        public String toString() {
            return "Tern consumer";
        }
    }
}
