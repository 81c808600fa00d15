// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.golden;

import io.tern.rpc.interop.harness.WireFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One recording as the parameter of a test.
 *
 * @param release the full version of the Dubbo that was recorded
 * @param call the name of the file, which is that of the call
 */
record GoldenCase(String release, String call, List<WireFrame> frames) {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden");

    static List<GoldenCase> all() throws IOException {
        List<Path> files;
        try (Stream<Path> paths = Files.walk(DIRECTORY)) {
            files = paths.filter(path -> path.toString().endsWith(".hex"))
                    .sorted()
                    .toList();
        }
        List<GoldenCase> cases = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".hex", "");
            String release = file.getParent().getFileName().toString();
            cases.add(new GoldenCase(release, name, GoldenFile.read(file).frames()));
        }
        return cases;
    }

    static GoldenCase of(String release, String call) throws IOException {
        Path file = DIRECTORY.resolve(release).resolve(call + ".hex");
        return new GoldenCase(release, call, GoldenFile.read(file).frames());
    }

    boolean isGeneric() {
        return call.startsWith("generic-");
    }

    /** The requests that are calls, oldest first. */
    List<WireFrame> requests() {
        return frames.stream()
                .filter(frame -> frame.isRequest() && !frame.isEvent())
                .toList();
    }

    /** The reply to a request. */
    WireFrame replyTo(WireFrame request) {
        return frames.stream()
                .filter(frame -> !frame.isRequest() && frame.id() == request.id())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return release + " " + call;
    }
}
