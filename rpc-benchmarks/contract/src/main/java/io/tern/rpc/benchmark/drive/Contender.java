// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

/** A framework: how to serve and how to call, in one readable place. Has a public constructor without parameters. */
public interface Contender {
    /** Serves at a port of 127.0.0.1. */
    Server serve(String variant, int port) throws Exception;

    /** Connects once to a port of 127.0.0.1. */
    Client connect(String variant, int port) throws Exception;

    /** A running provider. */
    interface Server extends AutoCloseable {
        /** Number of calls of {@code hold} that wait. */
        int heldCalls();

        /** Answers all calls of {@code hold} that wait. */
        void letGo();

        @Override
        void close();
    }
}
