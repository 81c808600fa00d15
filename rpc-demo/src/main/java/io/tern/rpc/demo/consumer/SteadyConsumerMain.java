// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.consumer;

import io.tern.rpc.demo.price.PriceService;
import io.tern.rpc.demo.report.Stopwatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/**
 * Loads {@code cluster/consumer.xml} and calls at a steady rate until its standard input ends, which it does also when the
 * launcher is killed. Each call is a line of the output, see {@link CallReport}.
 */
public final class SteadyConsumerMain {
    /** The line of the output after which come the calls. */
    public static final String READY = "The consumer begins to call.";

    /** How many calls begin in a second. */
    public static final int CALLS_PER_SECOND = 200;

    /** Each makes its next call a while after the one before has ended: a slow call delays few others. */
    private static final int CALLERS = 16;

    private static final int WARM_UP_CALLS = 20;
    private static final long LONGEST_END_SECONDS = 10;

    private final PriceService prices;
    private final AtomicLong items = new AtomicLong();

    private SteadyConsumerMain(PriceService prices) {
        this.prices = prices;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (var context = new ClassPathXmlApplicationContext("cluster/consumer.xml")) {
            PriceService prices = context.getBean("priceService", PriceService.class);
            warmUp(prices);
            System.out.println(READY);
            new SteadyConsumerMain(prices).callUntilInputEnds();
        }
    }

    /** Loads the classes of a call on both sides, so that no time of the start is measured. */
    private static void warmUp(PriceService prices) {
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            prices.find(i);
        }
    }

    private void callUntilInputEnds() throws IOException, InterruptedException {
        long distanceMicros = TimeUnit.SECONDS.toMicros(1) / CALLS_PER_SECOND;
        ScheduledExecutorService callers = Executors.newScheduledThreadPool(CALLERS);
        for (int caller = 0; caller < CALLERS; caller++) {
            callers.scheduleAtFixedRate(
                    this::call, caller * distanceMicros, CALLERS * distanceMicros, TimeUnit.MICROSECONDS);
        }
        System.in.transferTo(OutputStream.nullOutputStream());
        callers.shutdown();
        if (!callers.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Some calls have not ended after " + LONGEST_END_SECONDS + " s.");
        }
    }

    private void call() {
        long item = items.incrementAndGet();
        Stopwatch watch = new Stopwatch();
        CallReport report;
        try {
            report = CallReport.answered(item, prices.find(item), watch.elapsed());
        } catch (RuntimeException e) {
            report = CallReport.failed(e, watch.elapsed());
        }
        System.out.println(report.line());
    }
}
