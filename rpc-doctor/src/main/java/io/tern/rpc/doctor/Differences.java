// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.ElementKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an attribute works and differs from Dubbo on purpose. One line each: {@code element[,element].attribute[=value] : difference}, the value as a
 * regular expression.
 */
final class Differences {
    private static final Pattern LINE = Pattern.compile("([a-z,-]+)\\.([A-Za-z-]+)(?:=(\\S+))? : (.+)");

    private final List<Difference> all;

    /** A line of the table. */
    record Difference(ElementKind element, String attribute, Optional<Pattern> value, String text) {
        boolean concerns(ElementKind kind, String name, String written) {
            return element == kind
                    && attribute.equals(name)
                    && value.map(pattern -> pattern.matcher(written).matches()).orElse(true);
        }
    }

    private Differences(List<Difference> all) {
        this.all = List.copyOf(all);
    }

    /** Those of this release. */
    static Differences standard() {
        InputStream stream = Differences.class.getResourceAsStream("differences.txt");
        if (stream == null) {
            throw new IllegalStateException("differences.txt is missing in the jar");
        }
        List<Difference> all = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> parse(line, all));
        } catch (IOException e) {
            throw new UncheckedIOException("differences.txt cannot be read", e);
        }
        return new Differences(all);
    }

    private static void parse(String line, List<Difference> into) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("differences.txt: \"" + line + "\" is not of the form of its other lines");
        }
        for (String element : matcher.group(1).split(",", -1)) {
            into.add(new Difference(
                    ElementKind.named(element).orElseThrow(),
                    matcher.group(2),
                    Optional.ofNullable(matcher.group(3)).map(Pattern::compile),
                    matcher.group(4)));
        }
    }

    List<Difference> all() {
        return all;
    }

    /** The difference that concerns an attribute with this value. */
    Optional<String> of(ElementKind element, String attribute, String value) {
        return all.stream()
                .filter(difference -> difference.concerns(element, attribute, value.strip()))
                .map(Difference::text)
                .findFirst();
    }
}
