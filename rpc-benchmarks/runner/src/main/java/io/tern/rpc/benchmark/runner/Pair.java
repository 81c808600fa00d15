// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import io.tern.rpc.benchmark.drive.Cell;
import io.tern.rpc.benchmark.drive.Mode;
import java.util.Map;

/** A contender's provider and consumer, both running. */
final class Pair implements AutoCloseable {
    private final ContenderSetup setup;
    private final ControlledProcess provider;
    private final ControlledProcess consumer;

    private Pair(ContenderSetup setup, ControlledProcess provider, ControlledProcess consumer) {
        this.setup = setup;
        this.provider = provider;
        this.consumer = consumer;
    }

    static Pair start(Launcher launcher, ContenderSetup setup) {
        int port = Launcher.freePort();
        ControlledProcess provider = launcher.provider(setup, port);
        try {
            return new Pair(setup, provider, launcher.consumer(setup, port));
        } catch (RuntimeException e) {
            provider.close();
            throw e;
        }
    }

    String name() {
        return setup.name();
    }

    ControlledProcess provider() {
        return provider;
    }

    ControlledProcess consumer() {
        return consumer;
    }

    /** Whether the framework has this kind of call. */
    boolean has(Cell cell) {
        return !setup.module().equals("grpc") || cell.mode() != Mode.ONEWAY;
    }

    /** Runs a cell for a time, and returns what both sides counted. */
    Measurement run(Cell cell, long millis) {
        provider.obey("count", Options.patience(0));
        Map<String, String> ofConsumer = consumer.obey("run " + cell.name() + " " + millis, Options.patience(millis));
        Map<String, String> ofProvider = provider.obey("count", Options.patience(0));
        return Measurement.of(ofConsumer, ofProvider);
    }

    @Override
    public void close() {
        consumer.close();
        provider.close();
    }
}
