// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import io.tern.rpc.benchmark.drive.Cell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What to measure, from system properties {@code benchmark.*}; the README of this module describes them.
 *
 * @param seconds length of one measurement
 * @param warmUpSeconds of each cell and contender, before its first measurement
 * @param ternPath file with the class path of another build of Tern
 * @param weighsAll whether heap and start are measured of all contenders, or only of those that thresholds are about
 * @param check whether the thresholds decide on the outcome
 */
record Options(
        Path root,
        Path output,
        List<Cell> cells,
        List<ContenderSetup> contenders,
        List<String> modes,
        double seconds,
        double warmUpSeconds,
        int rounds,
        String base,
        @Nullable Path ternPath,
        boolean weighsAll,
        boolean check) {
    static final List<String> SHORT_CELLS = List.of(
            "getUser.sync1",
            "getUser.sync32",
            "getUser.sync256",
            "getUser.async100",
            "getUser.async1000",
            "existUser.sync32",
            "createUser.sync32",
            "createUser.oneway1000",
            "listUser.sync32",
            "echo64k.sync32",
            "echo1m.sync32");
    private static final List<String> LONG_CELLS = List.of(
            "existUser.sync1",
            "existUser.sync32",
            "existUser.sync256",
            "existUser.async100",
            "existUser.async1000",
            "createUser.sync1",
            "createUser.sync32",
            "createUser.sync256",
            "createUser.async100",
            "createUser.async1000",
            "createUser.oneway1000",
            "getUser.sync1",
            "getUser.sync32",
            "getUser.sync256",
            "getUser.async1",
            "getUser.async100",
            "getUser.async1000",
            "listUser.sync1",
            "listUser.sync32",
            "listUser.sync256",
            "listUser.async100",
            "echo100.sync32",
            "echo100.async1000",
            "echo1k.sync32",
            "echo1k.async1000",
            "echo64k.sync1",
            "echo64k.sync32",
            "echo1m.sync1",
            "echo1m.sync32");
    private static final List<String> SHORT_CONTENDERS =
            List.of("tern", "tern-direct", "dubbo-3.3.6", "grpc", "grpc-direct", "netty-pool", "netty-io");

    private static final List<String> SHORT_MODES = List.of("load", "open", "footprint", "outstanding", "connections");
    private static final List<String> ALL_MODES =
            List.of("load", "open", "footprint", "outstanding", "connections", "references");
    private static final List<String> WEIGHED = List.of("tern");
    private static final List<String> STARTED = List.of("tern", "dubbo-3.3.6");

    static Options of(Properties properties) {
        boolean isLong = text(properties, "form", "short").equals("long");
        List<String> allContenders =
                ContenderSetup.ALL.stream().map(ContenderSetup::name).toList();
        Path root = Path.of(text(properties, "root", ".")).toAbsolutePath().normalize();
        String ternPath = text(properties, "tern.path", "");
        List<ContenderSetup> contenders =
                list(properties, "contenders", isLong ? allContenders : SHORT_CONTENDERS, ContenderSetup::named);
        String base = text(properties, "base", "dubbo-3.3.6");
        boolean hasBase = contenders.stream().anyMatch(setup -> setup.name().equals(base));
        return new Options(
                root,
                Path.of(text(
                        properties,
                        "output",
                        root.resolve("rpc-benchmarks/runner/target/benchmark").toString())),
                list(properties, "cells", isLong ? LONG_CELLS : SHORT_CELLS, Cell::parse),
                contenders,
                list(properties, "modes", modes(properties, isLong), Options::mode),
                number(properties, "seconds", isLong ? "3" : "0.5"),
                number(properties, "warmup", isLong ? "5" : "1"),
                (int) Math.max(1, number(properties, "rounds", isLong ? "7" : "5")),
                hasBase ? base : contenders.get(0).name(),
                ternPath.isEmpty() ? null : Path.of(ternPath).toAbsolutePath(),
                isLong || !text(properties, "contenders", "").isEmpty(),
                Boolean.parseBoolean(text(properties, "check", "true")));
    }

    /** Who asks for certain cells wants these and nothing else. */
    private static List<String> modes(Properties properties, boolean isLong) {
        if (!text(properties, "cells", "").isEmpty()) {
            return List.of("load");
        }
        return isLong ? ALL_MODES : SHORT_MODES;
    }

    private static String mode(String name) {
        if (!ALL_MODES.contains(name)) {
            throw new IllegalArgumentException("There is no mode '" + name + "'; there are " + ALL_MODES + ".");
        }
        return name;
    }

    private static double number(Properties properties, String name, String fallback) {
        String value = text(properties, name, fallback);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("benchmark." + name + ": '" + value + "' is not a number.", e);
        }
    }

    /** Those whose heap is weighed. */
    List<ContenderSetup> weighed() {
        return weighsAll ? contenders : only(WEIGHED);
    }

    /** Those whose start is measured. */
    List<ContenderSetup> started() {
        return weighsAll ? contenders : only(STARTED);
    }

    private List<ContenderSetup> only(List<String> names) {
        return contenders.stream().filter(setup -> names.contains(setup.name())).toList();
    }

    long millis() {
        return Math.round(seconds * 1000);
    }

    long warmUpMillis() {
        return Math.round(warmUpSeconds * 1000);
    }

    /** The longest that a process may take to answer a command of such a length. */
    static Duration patience(long commandMillis) {
        return Duration.ofMillis(commandMillis).plusSeconds(130);
    }

    /** Maven passes on an empty text where nothing was said. */
    private static String text(Properties properties, String name, String fallback) {
        String value = properties.getProperty("benchmark." + name, "");
        return value.isBlank() ? fallback : value.strip();
    }

    private static <T> List<T> list(
            Properties properties, String name, List<String> fallback, Function<String, T> parser) {
        String value = text(properties, name, "");
        List<String> texts = value.isEmpty() ? fallback : Arrays.asList(value.split(",", -1));
        return texts.stream().map(String::strip).map(parser).toList();
    }
}
