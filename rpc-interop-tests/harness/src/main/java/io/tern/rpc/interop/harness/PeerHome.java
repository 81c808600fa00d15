// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that a Dubbo process takes for the user's home.
 *
 * @param directory exists until {@link #delete}
 */
record PeerHome(Path directory) {
    static PeerHome create(String name) {
        try {
            return new PeerHome(Files.createTempDirectory("interop-" + name + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory for a Dubbo process.", e);
        }
    }

    /** Deletes the directory with all that is in it. */
    void delete() {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + directory, e);
        }
        for (Path path : deepestFirst) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete " + path, e);
            }
        }
    }
}
