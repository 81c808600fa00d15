// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.traffic;

import io.tern.rpc.interop.peer.CallContext;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a few calls, one after the other, came to.
 *
 * @param served right answers by provider
 * @param failed failures by the code of the {@code RpcException}, or by class if it was none; {@code wrong} for answers to another request
 */
public record Sample(Map<String, Integer> served, Map<String, Integer> failed) {
    private static final String NONE = "-";

    /** What to ask for. */
    public record Order(String reference, int calls, int sleepMillis, String tag) {
        /** From {@link #line}. */
        public static Order parse(String line) {
            String[] words = line.split(" ", -1);
            return new Order(
                    words[0],
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    words[3].equals(NONE) ? "" : words[3]);
        }

        /** In one line. */
        public String line() {
            return reference + " " + calls + " " + sleepMillis + " " + (tag.isEmpty() ? NONE : tag);
        }
    }

    /** Makes the calls. */
    public static Sample take(Order order, TrafficService service, CallContext context) {
        Map<String, Integer> served = new TreeMap<>();
        Map<String, Integer> failed = new TreeMap<>();
        Random random = new Random();
        for (int i = 0; i < order.calls(); i++) {
            // A client of its own for each, since it counts what ran twice.
            Ask ask = Ask.of(random.nextLong(), i, order.sleepMillis(), random);
            if (!order.tag().isEmpty()) {
                context.setAttachment("dubbo.tag", order.tag());
            }
            try {
                Told told = service.ask(ask);
                boolean right = told.getSequence() == ask.getSequence() && told.getAnswer() == ask.answer();
                (right ? served : failed).merge(right ? told.getProvider() : "wrong", 1, Integer::sum);
            } catch (RuntimeException e) {
                Integer code = context.rpcCode(e);
                failed.merge(code == null ? e.getClass().getSimpleName() : code.toString(), 1, Integer::sum);
            } finally {
                context.clear();
            }
        }
        return new Sample(served, failed);
    }

    /** In one line. */
    public String line() {
        return text(served) + " " + text(failed);
    }

    /** From {@link #line}. */
    public static Sample parse(String line) {
        String[] words = line.split(" ", -1);
        return new Sample(counts(words[0]), counts(words[1]));
    }

    private static String text(Map<String, Integer> counts) {
        return counts.isEmpty()
                ? NONE
                : counts.entrySet().stream()
                        .map(count -> count.getKey() + "=" + count.getValue())
                        .collect(Collectors.joining(","));
    }

    private static Map<String, Integer> counts(String text) {
        if (text.equals(NONE)) {
            return Map.of();
        }
        return Arrays.stream(text.split(",", -1))
                .map(count -> count.split("=", -1))
                .collect(Collectors.toMap(
                        count -> count[0], count -> Integer.valueOf(count[1]), Integer::sum, TreeMap::new));
    }
}
