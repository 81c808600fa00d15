// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Serves the traffic, and writes down what it has run: one line of {@code client:sequence} for each request, given to the
 * system before the answer is, so that the record outlives a killed process.
 */
public final class TrafficFixture implements TrafficService {
    private final String name;
    private final FileChannel record;

    /** @param recordFile appended to */
    public TrafficFixture(String name, String recordFile) {
        this.name = name;
        try {
            this.record = FileChannel.open(
                    Path.of(recordFile),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Told ask(Ask ask) {
        if (!ask.isWhole()) {
            throw new IllegalArgumentException("request " + ask.getSequence() + " arrived damaged");
        }
        try {
            record.write(ByteBuffer.wrap(
                    (ask.getClient() + ":" + ask.getSequence() + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (ask.getSleepMillis() > 0) {
            try {
                Thread.sleep(ask.getSleepMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new Told(ask.getSequence(), ask.answer(), name);
    }
}
