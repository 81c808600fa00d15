// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcContext;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.safety.Attack.Kind;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run with failures of every kind: no value of an argument, result or attachment gets into a message or a log line. */
class SilenceTest {
    private static final String SECRET = "MARK-7d1e90";

    /** What travels: one secret in an argument and in its text form. */
    public static class Customer implements Serializable {
        private static final long serialVersionUID = 1L;

        public String name = SECRET;

        @Override
        public String toString() {
            Touches.touch("toString of an argument");
            return SECRET;
        }

        @Override
        public int hashCode() {
            Touches.touch("hashCode of an argument");
            return 1;
        }

        @Override
        @SuppressWarnings("EqualsHashCode")
        public boolean equals(Object other) {
            Touches.touch("equals of an argument");
            return this == other;
        }
    }

    /** A type that the peer's interface does not have. */
    public static class Stranger implements Serializable {
        private static final long serialVersionUID = 1L;

        public String name = SECRET;
        /** Cannot be written. */
        public Thread thread = Thread.currentThread();
    }

    /** Fails in ways that the caller chooses. */
    public interface Office {
        Customer serve(Customer customer, String how);

        Object any(Object value);

        CompletableFuture<Customer> later(Customer customer, String how);
    }

    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<Throwable> failures = new ArrayList<>();
    private final CapturedLogs logs = CapturedLogs.everythingOfTern();
    private final CapturedLogs netty = CapturedLogs.everythingOf("io.netty");

    private final class Desk implements Office {
        @Override
        public Customer serve(Customer customer, String how) {
            switch (how) {
                case "undeclared" -> throw new IllegalStateException("no " + how);
                case "wait" -> waitForTheEnd();
                case "null" -> throw new NullPointerException();
                default -> {
                    // As it came.
                }
            }
            return customer;
        }

        private void waitForTheEnd() {
            waiting.incrementAndGet();
            try {
                never.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Object any(Object value) {
            return new Stranger();
        }

        @Override
        public CompletableFuture<Customer> later(Customer customer, String how) {
            return how.equals("never")
                    ? new CompletableFuture<>()
                    : CompletableFuture.failedFuture(new IllegalStateException("later"));
        }
    }

    @AfterEach
    void closeLogs() {
        logs.close();
        netty.close();
    }

    @Test
    void noFailureShowsWhatWasSent() throws Exception {
        Touches.reset();
        try (Tern provider = LocalTern.impatient(
                "provider",
                300,
                LocalTern.protocol().set("threads", 2).set("queues", 0).set("payload", 20_000))) {
            ExportedService service = provider.export(
                    Office.class,
                    new Desk(),
                    attributes ->
                            attributes.set("accesslog", true).method("later", method -> method.set("executes", 1)));
            try (Tern consumer = LocalTern.impatient("consumer", 300, null)) {
                answeredFailures(consumer, LocalTern.url(service));
                silentFailures(consumer, LocalTern.url(service));
            }
            try (Tern consumer = LocalTern.impatient("consumer", 300, null)) {
                cutOff(consumer, LocalTern.url(service));
            }
            rawFailures(service);
            never.countDown();
        }
        foreignFailures();
        assertThat(failures).hasSizeGreaterThan(15).doesNotContainNull();
        for (Throwable failure : failures) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            assertThat(text.toString()).doesNotContain(SECRET);
        }
        assertThat(logs.lines()).hasSizeGreaterThan(10).noneMatch(line -> line.contains(SECRET));
        assertThat(netty.lines()).noneMatch(line -> line.contains(SECRET));
        assertThat(Touches.all()).isEmpty();
    }

    private void answeredFailures(Tern consumer, String url) {
        Office office = LocalTern.stub(consumer, Office.class, url);
        assertThat(office.serve(new Customer(), "well").name).isEqualTo(SECRET);
        fails(() -> office.serve(new Customer(), "undeclared"));
        fails(() -> office.serve(new Customer(), "null"));
        fails(() -> office.any("x")); // a result that cannot be written
        fails(() -> office.any(new Stranger())); // an argument that cannot be written
        fails(() -> office.any(SECRET.repeat(10_000))); // over the provider's payload
        fails(() -> office.later(new Customer(), "fail").get(5, TimeUnit.SECONDS));
        Office small = LocalTern.stub(consumer, Office.class, url, reference -> reference.parameter("payload", "1000"));
        fails(() -> small.any(SECRET.repeat(3_000)));
        Office wrongVersion = LocalTern.stub(consumer, Office.class, url, reference -> reference.set("version", "9"));
        fails(() -> wrongVersion.serve(new Customer(), "well"));
    }

    private void silentFailures(Tern consumer, String url) {
        Office hasty = LocalTern.stub(consumer, Office.class, url, reference -> reference.set("timeout", 100));
        fails(() -> hasty.serve(new Customer(), "wait"));
        fails(() -> hasty.serve(new Customer(), "wait"));
        takeBothThreads(consumer, url);
        fails(() -> hasty.serve(new Customer(), "well"));
        CompletableFuture<Customer> refused = hasty.later(new Customer(), "never");
        fails(() -> refused.get(5, TimeUnit.SECONDS));
        Office retrying = LocalTern.stub(
                consumer,
                Office.class,
                url,
                reference -> reference.set("timeout", 100).set("retries", 2));
        fails(() -> retrying.serve(new Customer(), "well"));
        never.countDown();
        Office nobody = LocalTern.stub(consumer, Office.class, LocalTern.url(1));
        fails(() -> nobody.serve(new Customer(), "well"));
        Office limited = LocalTern.stub(
                consumer,
                Office.class,
                url,
                reference -> reference.set("actives", 1).set("timeout", 200));
        CompletableFuture<Customer> first = limited.later(new Customer(), "never");
        fails(() -> limited.later(new Customer(), "never").get(5, TimeUnit.SECONDS));
        fails(() -> first.get(5, TimeUnit.SECONDS));
    }

    /** A request that expired before it ran, on a busy machine, has left its thread free: another one waits there. */
    private void takeBothThreads(Tern consumer, String url) {
        Office patient = LocalTern.stub(consumer, Office.class, url, reference -> reference.set("timeout", 20_000));
        for (int taken = waiting.get(); taken < 2; taken++) {
            LocalTern.threads().execute(() -> patient.serve(new Customer(), "wait"));
        }
        LocalTern.await("both threads are taken", Duration.ofSeconds(10), () -> waiting.get() == 2);
    }

    private void cutOff(Tern consumer, String url) {
        Office office = LocalTern.stub(consumer, Office.class, url, reference -> reference.set("timeout", 20_000));
        RpcContext.getContext().setAttachment("card", SECRET);
        CompletableFuture<Customer> pending = office.later(new Customer(), "never");
        CompletableFuture<Void> closing = CompletableFuture.runAsync(consumer::close, LocalTern.threads());
        fails(() -> pending.get(15, TimeUnit.SECONDS));
        closing.join();
        fails(() -> office.serve(new Customer(), "well"));
    }

    private void rawFailures(ExportedService service) throws Exception {
        try (RawPeer attacker = RawPeer.connect(LocalTern.address(service))) {
            byte[] head = Attack.body(Attack.head(Office.class.getName(), "any", "Ljava/lang/Object;"));
            for (Attack.Part part : List.<Attack.Part>of(
                    out -> {
                        out.writeString(SECRET);
                        out.writeString(SECRET); // in the place of the attachments
                    },
                    out -> Carrier.object(out, Marker.class.getName()),
                    out -> out.writeListBegin(Integer.MAX_VALUE, null))) {
                attacker.write(Attack.REQUEST, 0, 1, RawPeer.concat(head, Attack.body(part)));
                assertThat(Attack.text(attacker.readCall().body())).doesNotContain(SECRET);
            }
        }
    }

    /** From a provider that answers nonsense, and one that goes away. */
    private void foreignFailures() throws Exception {
        try (HostileProvider attacker = new HostileProvider();
                Tern consumer = LocalTern.consumer()) {
            Office office = LocalTern.stub(consumer, Office.class, attacker.url());
            attacker.reply(Attack.body(Attack.kind(Kind.VALUE), out -> out.writeString(SECRET)));
            fails(() -> office.serve(new Customer(), "well"));
            attacker.reply(Attack.body(Attack.kind(Kind.VALUE), out -> Carrier.object(out, Marker.class.getName())));
            fails(() -> office.any(Map.of("key", SECRET)));
            attacker.reply(Attack.body(out -> out.writeString(SECRET)));
            fails(() -> office.any(SECRET));
        }
        try (ServerSocket listener = RawPeer.listen();
                Tern consumer = LocalTern.consumer()) {
            Office office = LocalTern.stub(consumer, Office.class, LocalTern.url(listener.getLocalPort()));
            CompletableFuture<Customer> pending = office.later(new Customer(), "never");
            try (RawPeer peer = new RawPeer(listener.accept())) {
                peer.readCall();
                peer.reset();
            }
            fails(() -> pending.get(5, TimeUnit.SECONDS));
        }
    }

    private void fails(ThrowingCallable call) {
        RpcContext.getContext().setAttachment("card", SECRET);
        Throwable error = catchThrowable(call);
        failures.add(error instanceof ExecutionException ? error.getCause() : error);
    }
}
