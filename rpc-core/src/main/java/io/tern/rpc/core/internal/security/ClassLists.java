// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.security;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.internal.log.SafeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads lists of class names: the two built-in tables, files on the class path, and values of settings. */
final class ClassLists {
    /** Dubbo's name for the file in which an application lists its classes. */
    static final String ALLOW_FILE = "security/serialize.allowlist";

    private ClassLists() {}

    static List<String> builtIn(String file) {
        try (InputStream in = ClassLists.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("Tern's jar lacks " + file + "; it is damaged or was repackaged");
            }
            return lines(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + " of Tern's jar", e);
        }
    }

    /** The lines of every {@link #ALLOW_FILE} on the class path, as patterns. */
    static List<String> allowFiles(ClassLoader loader) {
        List<String> patterns = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            for (URL url : Collections.list(loader.getResources(ALLOW_FILE))) {
                try (InputStream in = url.openStream()) {
                    for (String line : lines(in)) {
                        read(line, url.toString(), patterns, problems);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + ALLOW_FILE + " on the class path", e);
        }
        return checked(patterns, problems);
    }

    /** Patterns of a setting: separated by commas, semicolons or white space. */
    static List<String> setting(String value, String place) {
        List<String> patterns = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String part : value.split("[,;\\s]+", -1)) {
            if (!part.isEmpty()) {
                read(part, place, patterns, problems);
            }
        }
        return checked(patterns, problems);
    }

    private static List<String> checked(List<String> patterns, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new RpcConfigException(problems);
        }
        return patterns;
    }

    /**
     * Dubbo writes prefixes, {@code com.acme.dto.} or {@code com.acme.dto}, and cannot tell a class from a package; so a
     * name without a star stands for both. One segment would be half the world, and is refused.
     */
    private static void read(String text, String place, List<String> patterns, List<String> problems) {
        String name = text.endsWith(".*") ? text.substring(0, text.length() - 1) : text;
        boolean packageOnly = name.endsWith(".");
        if (packageOnly) {
            name = name.substring(0, name.length() - 1);
        }
        boolean ofJdk = name.startsWith("java.") || name.startsWith("javax.");
        if (!isClassName(name) || name.indexOf('.') < 0 || (ofJdk && packageOnly)) {
            problems.add("tern.serialize.allow: '" + SafeText.of(text)
                    + "' (expected: a class such as com.acme.dto.Order or a package such as com.acme.dto.*, of two"
                    + " segments or more; of the JDK, single classes), from " + place);
            return;
        }
        if (!ofJdk) {
            patterns.add(name + ".*");
        }
        if (!packageOnly) {
            patterns.add(name);
        }
    }

    /** Whether the text can be the binary name of a class; an array's cannot. */
    static boolean isClassName(String text) {
        boolean atStart = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (atStart ? !Character.isJavaIdentifierStart(c) : c != '.' && !isNamePart(c)) {
                return false;
            }
            atStart = c == '.';
        }
        return !atStart;
    }

    /** The minus is Kotlin's; characters that Java ignores in names would make two spellings of one class. */
    private static boolean isNamePart(char c) {
        return c == '-' || (Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }

    private static List<String> lines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String name = line.strip();
            if (!name.isEmpty() && !name.startsWith("#")) {
                lines.add(name);
            }
        }
        return lines;
    }

    /** The first three segments of a package, which is what Dubbo 3.1 and 3.2 trust because of one class in it. */
    static String neighbourhood(String packageName) {
        int end = -1;
        for (int segments = 0; segments < 3; segments++) {
            end = packageName.indexOf('.', end + 1);
            if (end < 0) {
                return packageName;
            }
        }
        return packageName.substring(0, end);
    }
}
