// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Tern must reach: calls a second as a multiple of a peer's in the same run, and two absolute figures. */
final class Thresholds {
    /** A short run on a shared machine may miss a threshold by so much. */
    static final double NOISE_ALLOWANCE = 0.8;

    /** Against Apache Dubbo 3.3.6 with hessian2: with default settings, and with dispatcher="direct". */
    private static final Map<String, double[]> DUBBO = new LinkedHashMap<>();

    static {
        DUBBO.put("getUser.sync1", new double[] {1.3, 1.6});
        DUBBO.put("getUser.sync32", new double[] {1.6, 2.2});
        DUBBO.put("getUser.sync256", new double[] {2.2, 3.2});
        DUBBO.put("getUser.async100", new double[] {2.5, 4});
        DUBBO.put("getUser.async1000", new double[] {4.5, 8});
        DUBBO.put("existUser.sync32", new double[] {1.6, 2.2});
        DUBBO.put("createUser.sync32", new double[] {1.6, 2.2});
        DUBBO.put("createUser.oneway1000", new double[] {6, 12});
        DUBBO.put("listUser.sync32", new double[] {1.8, 2.3});
        DUBBO.put("echo64k.sync32", new double[] {4, 5});
        DUBBO.put("echo1m.sync32", new double[] {4, 5});
    }

    private static final double[] GEOMETRIC_MEAN = {3, 4};

    private static final double GRPC_ONE_CALLER = 1.05;
    private static final double GRPC_ELSEWHERE = 1.3;

    /** Against Netty and hessian-lite by hand, by what the cell's name begins with. */
    private static final Map<String, Double> NETTY =
            Map.of("getUser", 1.0, "listUser", 1.5, "echo64k", 4.0, "echo1m", 4.0);

    private static final String ALLOCATION_CELL = "getUser.sync32";
    private static final double CONSUMER_BYTES = 2_500;
    private static final double PROVIDER_BYTES = 1_200;

    private static final double JARS = 12;
    private static final double MEGABYTES = 6;
    private static final double START_OF_DUBBO = 0.6;

    private static final double PENDING_CALL_BYTES = 300;
    private static final double CONNECTION_KIBIBYTES = 12;

    private static final String[] TERN = {"tern", "tern-direct"};
    private static final String[] LIKE_GRPC = {"grpc", "grpc-direct"};
    private static final String[] LIKE_NETTY = {"netty-pool", "netty-io"};

    private Thresholds() {}

    /** One for each threshold whose contenders were all measured. */
    static List<Verdict> verdicts(Results results) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int form = 0; form < TERN.length; form++) {
            String tern = TERN[form];
            List<Double> ratios = new ArrayList<>();
            for (String cell : results.cells()) {
                double[] ofDubbo = DUBBO.get(cell);
                if (ofDubbo != null) {
                    ratio(results, cell, tern, "dubbo-3.3.6", ofDubbo[form], verdicts);
                    ratios.add(results.ratio(cell, tern, "dubbo-3.3.6"));
                }
            }
            double mean = Statistics.geometricMean(ratios);
            if (ratios.size() == DUBBO.size() && !Double.isNaN(mean)) {
                verdicts.add(Verdict.atLeast("geometric mean", tern, "dubbo-3.3.6", mean, GEOMETRIC_MEAN[form]));
            }
            for (String cell : results.cells()) {
                boolean oneCaller = cell.endsWith(".sync1") || cell.endsWith(".async1");
                if (!cell.contains(".open")) {
                    ratio(results, cell, tern, LIKE_GRPC[form], oneCaller ? GRPC_ONE_CALLER : GRPC_ELSEWHERE, verdicts);
                }
            }
            for (String cell : results.cells()) {
                Double ofNetty = NETTY.get(cell.substring(0, cell.indexOf('.')));
                if (ofNetty != null && !cell.contains(".open")) {
                    ratio(results, cell, tern, LIKE_NETTY[form], ofNetty, verdicts);
                }
            }
            allocation(results, tern, verdicts);
            for (String peer : List.of("dubbo-3.3.6", LIKE_GRPC[form], LIKE_NETTY[form])) {
                openLoop(results, tern, peer, verdicts);
            }
        }
        return verdicts;
    }

    private static void openLoop(Results results, String tern, String peer, List<Verdict> verdicts) {
        for (String cell : results.cells()) {
            double ofTern = results.median(cell, tern, Measurement::p99Micros);
            double ofPeer = results.median(cell, peer, Measurement::p99Micros);
            if (cell.contains(".open") && !Double.isNaN(ofTern) && !Double.isNaN(ofPeer)) {
                verdicts.add(Verdict.atMost(cell, tern, "p99 µs of " + peer, ofTern, ofPeer));
            }
        }
    }

    /** Of the minimal consumer. */
    static List<Verdict> ofClassPath(int jars, double megabytes) {
        return List.of(
                Verdict.atMost("class path", "tern", "jars", jars, JARS),
                Verdict.atMost("class path", "tern", "MB", megabytes, MEGABYTES));
    }

    /** Of the live heap that an asynchronous call holds until its answer. */
    static List<Verdict> ofPendingCall(double consumerBytes, double providerBytes) {
        return List.of(
                Verdict.atMost("pending call", "tern", "bytes, consumer", consumerBytes, PENDING_CALL_BYTES),
                Verdict.atMost("pending call", "tern", "bytes, provider", providerBytes, PENDING_CALL_BYTES));
    }

    /** Of the live heap of an idle connection. */
    static List<Verdict> ofConnection(double consumerKibibytes, double providerKibibytes) {
        return List.of(
                Verdict.atMost("idle connection", "tern", "KiB, consumer", consumerKibibytes, CONNECTION_KIBIBYTES),
                Verdict.atMost("idle connection", "tern", "KiB, provider", providerKibibytes, CONNECTION_KIBIBYTES));
    }

    /** Of the time from the start of a JVM to the first answer. */
    static List<Verdict> ofStart(Map<String, Double> millisByContender) {
        Double tern = millisByContender.get("tern");
        Double dubbo = millisByContender.get("dubbo-3.3.6");
        return tern == null || dubbo == null
                ? List.of()
                : List.of(Verdict.atMost("start", "tern", "dubbo-3.3.6", tern / dubbo, START_OF_DUBBO));
    }

    private static void ratio(
            Results results, String cell, String tern, String peer, double wanted, List<Verdict> verdicts) {
        double ratio = results.ratio(cell, tern, peer);
        if (!Double.isNaN(ratio)) {
            verdicts.add(Verdict.atLeast(cell, tern, peer, ratio, wanted));
        }
    }

    private static void allocation(Results results, String tern, List<Verdict> verdicts) {
        if (!results.measurements(ALLOCATION_CELL, tern).isEmpty()) {
            double consumer = results.median(
                    ALLOCATION_CELL, tern, each -> each.consumer().allocatedBytes());
            double provider = results.median(
                    ALLOCATION_CELL, tern, each -> each.provider().allocatedBytes());
            verdicts.add(Verdict.atMost(ALLOCATION_CELL, tern, "bytes, consumer", consumer, CONSUMER_BYTES));
            verdicts.add(Verdict.atMost(ALLOCATION_CELL, tern, "bytes, provider", provider, PROVIDER_BYTES));
        }
    }
}
