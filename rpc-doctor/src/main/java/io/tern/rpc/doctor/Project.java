// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that were named, and those that they lead to. A location {@code classpath:…} is looked for in the folders above the file that names it, as
 * in a source tree; nothing else is.
 */
final class Project {
    private static final String PROPERTIES = ".properties";
    private static final String CLASS_PATH = "(?i)^classpath\\*?:/*";
    /** From a file to the root of its resources there are not more folders. */
    private static final int MOST_FOLDERS = 12;

    private final List<XmlFile> xmlFiles = new ArrayList<>();
    private final List<PropertiesFile> propertiesFiles = new ArrayList<>();
    private final List<Finding> unread = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    /**
     * Reads them all.
     *
     * @throws IOException if a file that was named cannot be read; the message is for the user
     */
    static Project read(List<String> names) throws IOException {
        Project project = new Project();
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path file = path(name);
            if (file == null || !Files.isRegularFile(file)) {
                throw new IOException("There is no file " + name);
            }
            files.add(file);
        }
        // Those that were named come first, also where an import of an earlier one leads to a later one.
        for (Path file : files) {
            project.add(file);
        }
        for (int i = 0; i < project.xmlFiles.size(); i++) {
            project.follow(project.xmlFiles.get(i));
        }
        return project;
    }

    List<XmlFile> xmlFiles() {
        return xmlFiles;
    }

    List<PropertiesFile> propertiesFiles() {
        return propertiesFiles;
    }

    /** Files that are named in others and were not read. */
    List<Finding> unread() {
        return unread;
    }

    /** Whether something was not read that may hold elements. */
    boolean isIncomplete() {
        return unread.stream().anyMatch(finding -> finding.subject().startsWith("import"));
    }

    private static @Nullable Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private void add(Path file) throws IOException {
        if (!seen.add(file.toAbsolutePath().normalize())) {
            return;
        }
        try {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(PROPERTIES)) {
                propertiesFiles.add(PropertiesFile.read(file));
            } else {
                xmlFiles.add(XmlReader.read(file));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("The file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void follow(XmlFile file) throws IOException {
        for (XmlFile.Named named : file.imports()) {
            followAll(file.path(), named, "import", "give its files as arguments, so that they are looked at too");
        }
        for (XmlFile.Named named : file.propertyFiles()) {
            followAll(
                    file.path(), named, "property-placeholder", "give it as an argument, so that its values are known");
        }
    }

    private void followAll(Path from, XmlFile.Named named, String what, String cure) throws IOException {
        List<Path> found = locate(from, named.location());
        for (Path path : found) {
            add(path);
        }
        if (found.isEmpty()) {
            unread.add(new Finding(
                    Verdict.PLACEHOLDER,
                    named.place(),
                    what + " \"" + named.location() + '"',
                    "not found here; " + cure));
        }
    }

    private static List<Path> locate(Path from, String location) throws IOException {
        Path folder = from.getParent() == null ? Path.of("") : from.getParent();
        boolean onClassPath = location.matches(CLASS_PATH + ".*");
        String name = location.replaceFirst(CLASS_PATH, "").replaceFirst("^file:", "");
        for (int up = 0; up < (onClassPath ? MOST_FOLDERS : 1); up++) {
            List<Path> found = inFolder(folder, name);
            if (!found.isEmpty()) {
                return found;
            }
            Path parent = folder.toString().isEmpty() ? null : folder.getParent();
            if (parent == null && folder.isAbsolute()) {
                break;
            }
            folder = parent == null ? folder.toAbsolutePath().normalize().getParent() : parent;
            if (folder == null) {
                break;
            }
        }
        return List.of();
    }

    /** The file of this name, or those that an asterisk in its last part stands for. */
    private static List<Path> inFolder(Path folder, String name) throws IOException {
        int slash = name.lastIndexOf('/');
        String last = name.substring(slash + 1);
        Path directory = path(slash < 0 ? "" : name.substring(0, slash + 1));
        if (directory == null || name.contains("${")) {
            return List.of();
        }
        directory = folder.resolve(directory).normalize();
        if (last.contains("*") || last.contains("?")) {
            return matching(directory, last);
        }
        Path file = path(last);
        return file != null && Files.isRegularFile(directory.resolve(file))
                ? List.of(directory.resolve(file))
                : List.of();
    }

    private static List<Path> matching(Path directory, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
                files.forEach(found::add);
            }
        }
        found.removeIf(file -> !Files.isRegularFile(file));
        found.sort(null);
        return found;
    }
}
