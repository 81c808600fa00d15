// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.PortingAdvice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Files of Dubbo's extension format that lie in the resource folder of a file that was read: code that does not run in Tern until it is ported. */
final class ExtensionFiles {
    /** From a file to the root of its resources there are not more folders. */
    private static final int MOST_FOLDERS = 4;

    private final List<Extension> extensions = new ArrayList<>();

    /**
     * A line of such a file.
     *
     * @param point the interface, by its full name
     * @param name by which files of the configuration name it; empty if it has none
     * @param type the class
     */
    record Extension(String point, String name, String type, Place place) {
        String simplePoint() {
            return point.substring(point.lastIndexOf('.') + 1);
        }

        /** What to do about it. */
        String cure() {
            String advice = PortingAdvice.of(point);
            return advice.contains("implement ") ? advice + ", as a Spring bean or in META-INF/services" : advice;
        }

        Finding finding() {
            return new Finding(Verdict.NOT_SUPPORTED, place, name.isEmpty() ? type : name + " = " + type, cure());
        }
    }

    /** Those beside any of the files. */
    static ExtensionFiles beside(List<Path> files) throws IOException {
        ExtensionFiles found = new ExtensionFiles();
        Set<Path> seen = new HashSet<>();
        for (Path file : files) {
            Path folder = file.getParent() == null ? Path.of("") : file.getParent();
            for (int up = 0; up < MOST_FOLDERS; up++) {
                if (seen.add(folder.toAbsolutePath().normalize())) {
                    found.readAll(folder);
                }
                Path parent = folder.getParent();
                if (parent == null) {
                    break;
                }
                folder = parent;
            }
        }
        return found;
    }

    /** All of them, in the order of their places. */
    List<Extension> all() {
        return extensions;
    }

    /** The extension that goes by a name, of a point with this simple name. */
    Optional<Extension> find(String simplePoint, String name) {
        return extensions.stream()
                .filter(extension -> extension.simplePoint().equals(simplePoint)
                        && extension.name().equals(name))
                .findFirst();
    }

    /** The names at a point. */
    Set<String> names(String simplePoint) {
        Set<String> names = new TreeSet<>();
        extensions.stream()
                .filter(extension -> extension.simplePoint().equals(simplePoint))
                .forEach(extension -> names.add(extension.name()));
        return names;
    }

    private void readAll(Path root) throws IOException {
        for (String folder : PortingAdvice.DIRECTORIES) {
            Path directory = root.resolve(folder);
            if (!Files.isDirectory(directory)) {
                continue;
            }
            List<Path> files = new ArrayList<>();
            try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
                listing.forEach(files::add);
            }
            files.sort(null);
            for (Path file : files) {
                read(file);
            }
        }
    }

    private void read(Path file) throws IOException {
        String point = String.valueOf(file.getFileName());
        if (!Files.isRegularFile(file) || !PortingAdvice.isOfDubbo(point)) {
            return;
        }
        String[] lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].replaceFirst("#.*", "").strip();
            int equals = line.indexOf('=');
            if (!line.isEmpty()) {
                extensions.add(new Extension(
                        point,
                        equals < 0 ? "" : line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip(),
                        new Place(file.toString(), i + 1)));
            }
        }
    }
}
