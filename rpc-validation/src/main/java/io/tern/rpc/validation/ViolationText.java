// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import io.tern.rpc.spi.MethodDescriptor;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Violations as a text, and the text as violations: a peer need not have the classes of Bean Validation, and an object of the
 * implementation's holds the values. A line for each: path, colon, message.
 */
final class ViolationText {
    private static final String LINE = "\n- ";
    private static final String COLON = ": ";

    private ViolationText() {}

    /** What a check throws. The violations in it hold the values, for a program of this process; its message does not. */
    static ConstraintViolationException exception(MethodDescriptor method, Set<ConstraintViolation<?>> violations) {
        return new ConstraintViolationException("Invalid arguments of " + method + ":" + lines(violations), violations);
    }

    /** The lines, in a fixed order. */
    static String lines(Set<ConstraintViolation<?>> violations) {
        return violations.stream()
                .map(violation -> LINE + path(violation.getPropertyPath()) + COLON + plain(violation.getMessage()))
                .sorted()
                .distinct()
                .collect(Collectors.joining());
    }

    /** The path without the method, which stands in the first line, and without the keys of maps, which are values. */
    private static String path(Path path) {
        StringBuilder text = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.METHOD) {
                continue;
            }
            if (node.isInIterable()) {
                text.append('[')
                        .append(node.getIndex() == null ? "" : node.getIndex())
                        .append(']');
            }
            String name = node.getName();
            if (name != null && !name.isEmpty()) {
                text.append(text.isEmpty() ? "" : ".").append(name);
            }
        }
        return text.isEmpty() ? "all" : text.toString();
    }

    private static String plain(String message) {
        return message.replaceAll("[\\s\\p{Cc}]+", " ").strip();
    }

    /** The exception that a message of {@link #exception} was about; without violations if it is another text. */
    static ConstraintViolationException parsed(String message) {
        Set<ConstraintViolation<?>> violations = new LinkedHashSet<>();
        String[] lines = message.split(LINE, -1);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(COLON);
            if (colon > 0) {
                violations.add(new ReceivedViolation(
                        ReceivedPath.of(lines[i].substring(0, colon)), lines[i].substring(colon + COLON.length())));
            }
        }
        return new ConstraintViolationException(message, violations);
    }
}
