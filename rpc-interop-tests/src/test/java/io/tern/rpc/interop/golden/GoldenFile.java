// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.golden;

import io.tern.rpc.interop.harness.WireFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One recorded scenario: lines that begin with {@code #}, then one line for each frame.
 *
 * @param comments without the number sign
 */
public record GoldenFile(List<String> comments, List<WireFrame> frames) {
    public static GoldenFile read(Path file) throws IOException {
        List<String> comments = new ArrayList<>();
        List<WireFrame> frames = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("# ")) {
                comments.add(line.substring(2));
            } else {
                frames.add(WireFrame.parse(line));
            }
        }
        return new GoldenFile(comments, frames);
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        comments.forEach(comment -> lines.add("# " + comment));
        frames.forEach(frame -> lines.add(frame.toLine()));
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }
}
