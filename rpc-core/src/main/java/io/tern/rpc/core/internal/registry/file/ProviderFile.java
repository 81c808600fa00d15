// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.file;

import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.spi.registry.DubboUrl;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the file when it has changed. For one thread at a time. */
final class ProviderFile {
    private static final long LONGEST_BYTES = 16 << 20;

    /**
     * What stood in the file.
     *
     * @param entries the readable lines, in their order
     * @param problems what is wrong with the others
     */
    record Content(List<DubboUrl> entries, List<String> problems) {}

    private record Version(FileTime modified, long bytes) {}

    private final Path path;
    private @Nullable Version known;

    ProviderFile(Path path) {
        this.path = path;
    }

    /** What stands there now; null if that is what stood there the last time. */
    @Nullable
    Content changed() throws IOException {
        Version before = version();
        if (before.equals(known)) {
            return null;
        }
        if (before.bytes() > LONGEST_BYTES) {
            throw new IOException("has " + before.bytes() + " bytes (expected: at most " + LONGEST_BYTES + ")");
        }
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        // Who writes at this moment has not finished: what was read can be half a list.
        if (!before.equals(version())) {
            return null;
        }
        known = before;
        return parse(text);
    }

    private Version version() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("is no regular file");
        }
        return new Version(attributes.lastModifiedTime(), attributes.size());
    }

    /** One entry per line, as a URL or encoded as in ZooKeeper; blank lines and those beginning with {@code #} say nothing. */
    static Content parse(String text) {
        List<DubboUrl> entries = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    DubboUrl entry = DubboUrl.parse(decoded(line));
                    if (entry.interfaceName().isEmpty()) {
                        throw new IllegalArgumentException("names no interface");
                    }
                    entries.add(entry);
                } catch (IllegalArgumentException e) {
                    problems.add("line " + number + " " + SafeText.of(e.getMessage()));
                }
            }
        }
        return new Content(List.copyOf(entries), List.copyOf(problems));
    }

    private static String decoded(String line) {
        return line.contains("://") ? line : URLDecoder.decode(line, StandardCharsets.UTF_8);
    }
}
