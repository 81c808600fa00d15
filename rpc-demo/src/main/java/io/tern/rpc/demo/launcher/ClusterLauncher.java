// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import io.tern.rpc.demo.consumer.SteadyConsumerMain;
import io.tern.rpc.demo.launcher.ClusterStory.Comebacks;
import io.tern.rpc.demo.report.Claims;
import io.tern.rpc.demo.report.Screen;
import io.tern.rpc.demo.report.SharePicture;
import io.tern.rpc.demo.report.ShareStrips;
import io.tern.rpc.demo.report.Shares;
import io.tern.rpc.demo.report.Stopwatch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the demo with a registry: a ZooKeeper, three providers and a consumer, each a process of its own, of which two
 * providers come and go while the consumer calls.
 *
 * <p>System properties: {@code demo.directory} is the absolute path of a directory for logs and the picture, {@code demo.root} a
 * directory above it, to which paths are shown relative.
 */
public final class ClusterLauncher {
    private static final int LONGEST_END_SECONDS = 15;

    private final Screen screen;
    private final Claims claims;
    private final Path directory;
    private final CallLog log = new CallLog();

    private ClusterLauncher(Screen screen, Claims claims, Path directory) {
        this.screen = screen;
        this.claims = claims;
        this.directory = directory;
    }

    public static void main(String[] args) {
        Stopwatch watch = new Stopwatch();
        Machine.endWithParent();
        Screen screen = Screen.standardOutput();
        Claims claims = new Claims(screen);
        try {
            Path directory = Files.createDirectories(Path.of(System.getProperty("demo.directory")));
            new ClusterLauncher(screen, claims, directory).run();
        } catch (Exception e) {
            claims.stopped(e);
        }
        boolean allHold = claims.conclude();
        screen.line("  All processes have ended after " + Stopwatch.seconds(watch.elapsed()) + ".");
        System.exit(allHold ? 0 : 1);
    }

    private void run() throws Exception {
        try (ChildProcess zookeeper = zookeeper()) {
            String registry = zookeeper.awaitReady().substring(ZookeeperMain.READY.length());
            screen.line("  A registry starts:     ZooKeeper, " + registry);
            int[] ports = Machine.freePorts(4);
            try (ClusterMember a = member("A", registry, ports[0]);
                    ClusterMember b = member("B", registry, ports[1]);
                    ClusterMember c = member("C", registry, ports[2])) {
                List<ClusterMember> members = List.of(a, b, c);
                screen.line("  Three providers start: Tern, cluster/provider.xml, which names the registry ...");
                for (ClusterMember member : members) {
                    member.process().awaitReady();
                }
                call(registry, members, ports[3]);
            }
        }
    }

    private void call(String registry, List<ClusterMember> members, int newPort) throws Exception {
        int oldPort = members.get(members.size() - 1).port();
        Comebacks comebacks;
        ClusterStory story = new ClusterStory(members, log, screen);
        try (ChildProcess consumer = consumer(registry)) {
            screen.line("  A consumer starts:     Tern, cluster/consumer.xml, which names the registry, "
                    + SteadyConsumerMain.CALLS_PER_SECOND + " calls/s ...");
            consumer.awaitReady();
            screen.emptyLine();
            screen.line(
                    "  find() only reads, so the default cluster=\"failover\" may try it again at another provider: that is how");
            screen.line("  a provider can die without a failed call.");
            screen.emptyLine();
            comebacks = story.run(newPort);
            end(consumer);
        }
        Calls calls = log.calls();
        Shares shares = story.shares();
        screen.emptyLine();
        new ShareStrips(shares, screen).lines().forEach(screen::line);
        screen.emptyLine();
        new ClusterClaims(calls, comebacks).check(claims, oldPort, newPort);
        calls.firstFault().ifPresent(screen::quote);
        screen.emptyLine();
        screen.line("  The strips as a picture: " + writePicture(shares));
    }

    /** Lets the calls that are under way end. */
    private static void end(ChildProcess consumer)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        consumer.askToStop();
        int status = consumer.exit().get(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        if (status != 0) {
            throw new IllegalStateException("The consumer ended with exit status " + status + ".");
        }
    }

    /** The only process with the jars that a server needs: Maven has listed them in a file. */
    private ChildProcess zookeeper() throws IOException {
        Path home = Files.createDirectories(directory.resolve("zookeeper"));
        String serverJars = Files.readString(directory.resolve("zookeeper-server.classpath"))
                .strip();
        List<String> command = ChildProcess.java(
                List.of("-Ddemo.log=" + home.resolve("zookeeper.log")),
                System.getProperty("java.class.path") + File.pathSeparator + serverJars,
                ZookeeperMain.class,
                List.of(home.resolve("data").toString()));
        return ChildProcess.start("ZooKeeper", command, ZookeeperMain.READY, home.resolve("output.log"), line -> {});
    }

    private ClusterMember member(String name, String registry, int port) throws IOException {
        return ClusterMember.start(name, directory.resolve("provider-" + name), registry, port);
    }

    private ChildProcess consumer(String registry) throws IOException {
        Path home = Files.createDirectories(directory.resolve("consumer"));
        List<String> command = ChildProcess.java(
                List.of("-Duser.home=" + home, "-Ddemo.log=" + home.resolve("tern.log"), "-Ddemo.registry=" + registry),
                System.getProperty("java.class.path"),
                SteadyConsumerMain.class,
                List.of());
        return ChildProcess.start(
                "The consumer", command, SteadyConsumerMain.READY, home.resolve("output.log"), log::line);
    }

    /** The path to show: relative to the project. */
    private Path writePicture(Shares shares) throws IOException {
        Path file = directory.resolve("cluster.svg");
        Files.writeString(file, new SharePicture(shares).svg("Three providers, one killed and one stopped under load"));
        return Path.of(System.getProperty("demo.root")).relativize(file);
    }
}
