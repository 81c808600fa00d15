// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.scenario.CaseResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Apache Dubbo in a process of its own, as provider or as consumer.
 *
 * <pre>{@code
 * try (DubboPeer provider = DubboPeer.provider(DubboVersion.V3_3).start();
 *      DubboPeer consumer = DubboPeer.consumer(DubboVersion.V2_7, provider.port(), provider.line()).start()) {
 *     List<CaseResult> results = consumer.run("types");
 * }
 * }</pre>
 *
 * <p>A start costs two to four seconds: share a peer among the tests of a class. {@link #start} returns when the peer is ready. The process
 * ends with {@link #close}, and by itself when the test's own process ends in any way. Its home and temporary directories are a new
 * directory that {@link #close} deletes; it opens no port but the provider's, on 127.0.0.1.
 *
 * <p>Not thread-safe, except {@link #kill}, {@link #isAlive} and {@link #output}.
 */
public final class DubboPeer implements AutoCloseable {
    private static final Duration LONGEST_SCENARIO = Duration.ofSeconds(240);

    private final PeerLine line;
    private final int port;
    private final LocalProcess process;
    private final PeerHome home;

    DubboPeer(PeerLine line, int port, LocalProcess process, PeerHome home) {
        this.line = line;
        this.port = port;
        this.process = process;
        this.home = home;
    }

    /** A provider of all services of provider.xml on a free port. */
    public static PeerLauncher provider(DubboVersion version) {
        return PeerLauncher.provider(version);
    }

    /**
     * A consumer of the provider that listens on the port of 127.0.0.1.
     *
     * @param provider what that provider is; known limits of the pair depend on it
     */
    public static PeerLauncher consumer(DubboVersion version, int providerPort, PeerLine provider) {
        return PeerLauncher.consumer(version, providerPort, provider);
    }

    void awaitReady(Duration longest) {
        process.awaitReady(longest);
    }

    /** The provider's port; for a consumer the port of the provider that it calls. */
    public int port() {
        return port;
    }

    public PeerLine line() {
        return line;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The end of what the process wrote to its standard error: Dubbo's log at level WARN. */
    public String output() {
        return process.errors();
    }

    /**
     * Makes a consumer run a scenario and waits for the last case.
     *
     * @param scenario a name of {@link io.tern.rpc.interop.scenario.Scenarios}
     */
    public List<CaseResult> run(String scenario) {
        process.tell("run " + scenario);
        List<CaseResult> results = new ArrayList<>();
        long deadline = System.nanoTime() + LONGEST_SCENARIO.toNanos();
        while (true) {
            String line = process.awaitLine(Duration.ofNanos(deadline - System.nanoTime()));
            if (line.equals("DONE")) {
                return results;
            }
            if (!line.startsWith("CASE\t")) {
                throw process.failure("ended scenario " + scenario + " with <" + line + "> after " + results);
            }
            results.add(CaseResult.parse(line));
        }
    }

    /** Gives the process a line, and returns what it answers. */
    public String ask(String command, Duration longest) {
        return process.ask(command, longest);
    }

    /** Gives the process a line that it does not answer. */
    public void tell(String command) {
        process.tell(command);
    }

    /** Closes the Spring context, which is Dubbo's graceful stop, and waits until the process has ended. */
    public void stop() {
        beginStop();
        awaitEnd();
    }

    /** Begins what {@link #stop} does and returns at once. */
    public void beginStop() {
        process.tell("stop");
    }

    /** Waits until the process has ended. */
    public void awaitEnd() {
        process.awaitEnd();
    }

    /** Ends the process at once, as {@code kill -9} does: no shutdown hook, no farewell to its connections. */
    public void kill() {
        process.kill();
    }

    /** Stops the process from running (SIGSTOP): its sockets stay open and silent until {@link #thaw}. */
    public void freeze() {
        process.freeze();
    }

    /** Lets a frozen process run on. */
    public void thaw() {
        process.thaw();
    }

    @Override
    public void close() {
        process.close();
        home.delete();
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
