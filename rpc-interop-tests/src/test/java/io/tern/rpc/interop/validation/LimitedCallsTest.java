// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.RpcObserver.Event;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caches, rates, access logs and exceptions of two instances of Tern that talk to each other. */
class LimitedCallsTest {
    private static final String SECRET = "SECRET-VALUE";

    /** Has no equals, so that only its content can be compared. */
    public static class Query implements Serializable {
        private static final long serialVersionUID = 1L;

        public String text;

        public Query() {}

        public Query(String text) {
            this.text = text;
        }
    }

    /** What is called. */
    public interface Library {
        List<String> find(Query query);

        String fail(String how);

        String held(String id);
    }

    private static final class Shelves implements Library {
        private final AtomicInteger searches = new AtomicInteger();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public List<String> find(Query query) {
            searches.incrementAndGet();
            return new ArrayList<>(List.of("about " + query.text));
        }

        @Override
        public String fail(String how) {
            throw new ConditionTimeoutException("of another jar");
        }

        @Override
        public String held(String id) {
            entered.countDown();
            try {
                open.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return id;
        }
    }

    private final Shelves shelves = new Shelves();

    private ExportedService export(Tern provider, Consumer<ConfigElement> attributes) {
        return provider.export(Library.class, shelves, attributes);
    }

    @Test
    void aCacheComparesWhatTravelsAndGivesEachCallerAnObjectOfItsOwn() {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            Library library = LocalTern.stub(
                    consumer,
                    Library.class,
                    LocalTern.url(export(provider, service -> {})),
                    reference -> reference.set("cache", "lru"));
            List<String> first = library.find(new Query("birds"));
            first.add("scribbled");
            Query again = new Query("birds");
            assertThat(library.find(again)).containsExactly("about birds");
            again.text = "fish";
            assertThat(library.find(again)).containsExactly("about fish");
            assertThat(library.find(new Query("birds")))
                    .containsExactly("about birds")
                    .isNotSameAs(first);
            assertThat(shelves.searches).hasValue(2);
        }
    }

    @Test
    void aRateOfCallsIsKeptByTheProviderAndToldToTheConsumer() {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            Library library = LocalTern.stub(
                    consumer,
                    Library.class,
                    LocalTern.url(export(
                            provider,
                            service -> service.parameter("tps", "100")
                                    .method("find", method -> method.parameter("tps", "2")))));
            library.find(new Query("a"));
            library.find(new Query("b"));
            RpcServerException refused =
                    catchThrowableOfType(RpcServerException.class, () -> library.find(new Query(SECRET)));
            assertThat(refused.getMessage())
                    .contains("2 calls came within 60000 ms")
                    .contains("raise tps")
                    .doesNotContain(SECRET);
            assertThat(provider.stats().count(Event.REQUEST_REFUSED)).isEqualTo(1);
            assertThat(shelves.searches).hasValue(2);
            assertThatThrownBy(() -> library.fail("x")).isInstanceOf(RemoteServiceException.class);
        }
    }

    @Test
    void executesOfAMethodIsItsOwn() throws Exception {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            ExportedService service = export(
                    provider,
                    attributes -> attributes.set("executes", 50).method("held", method -> method.set("executes", 1)));
            Library library = LocalTern.stub(consumer, Library.class, LocalTern.url(service));
            Thread first = new Thread(() -> library.held("1"));
            first.start();
            assertThat(shelves.entered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> library.held("2"))
                    .isInstanceOf(RpcServerException.class)
                    .hasMessageContaining("1 executions are running and executes=\"1\"")
                    .hasMessageContaining("raise executes")
                    .hasMessageContaining("dubbo:method");
            assertThat(library.find(new Query("a"))).hasSize(1);
            shelves.open.countDown();
            first.join(5_000);
            assertThat(library.held("3")).isEqualTo("3");
        }
    }

    @Test
    void accessLogsOfBothSidesHaveNoValuesUnlessTheyWereAskedFor(@TempDir Path directory) throws Exception {
        Path served = directory.resolve("served.log");
        Path called = directory.resolve("called.log");
        Path values = directory.resolve("values.log");
        shelves.open.countDown();
        try (CapturedLogs logs = CapturedLogs.everythingOfTern()) {
            try (Tern provider = LocalTern.provider(protocol -> {});
                    Tern consumer = LocalTern.consumer()) {
                String url = LocalTern.url(export(provider, service -> service.set("accesslog", served.toString())));
                Library silent = LocalTern.stub(
                        consumer, Library.class, url, reference -> reference.parameter("accesslog", called.toString()));
                Library open = LocalTern.stub(
                        consumer,
                        Library.class,
                        url,
                        reference -> reference
                                .set("id", "open")
                                .parameter("accesslog", values.toString())
                                .parameter("tern.accesslog.arguments", "true"));
                silent.held(SECRET);
                open.held(SECRET);
                assertThatThrownBy(() -> silent.fail(SECRET)).isInstanceOf(RuntimeException.class);
            }
            assertThat(logs.lines()).noneMatch(line -> line.contains(SECRET));
        }
        assertThat(Files.readAllLines(served)).hasSize(3).noneMatch(line -> line.contains(SECRET));
        assertThat(Files.readAllLines(called))
                .hasSize(2)
                .noneMatch(line -> line.contains(SECRET))
                .anyMatch(line -> line.contains("] consumer -> 127.0.0.1:")
                        && line.contains(Library.class.getName() + " ")
                        && line.contains("[java.lang.String(12)] ok"))
                .anyMatch(line -> line.contains("RemoteServiceException"));
        assertThat(Files.readAllLines(values)).singleElement().asString().contains("[" + SECRET + "] ok");
    }

    @Test
    void anExceptionOfAnotherJarArrivesAsOneThatKnowsItsClassMessageAndTrace() {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            Library library = LocalTern.stub(consumer, Library.class, LocalTern.url(export(provider, service -> {})));
            RemoteServiceException failure =
                    catchThrowableOfType(RemoteServiceException.class, () -> library.fail("x"));
            assertThat(failure.remoteClassName()).isEqualTo(ConditionTimeoutException.class.getName());
            assertThat(failure).hasMessage(ConditionTimeoutException.class.getName() + ": of another jar");
            assertThat(failure.remoteStackTrace()).contains("Shelves.fail(");
        }
    }

    @Test
    void everyExceptionTravelsAsItIsIfTheServiceSaysSoAndTheConsumerAdmitsIt() {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = Tern.builder()
                        .element(ConfigElement.of(io.tern.rpc.core.config.ElementKind.APPLICATION)
                                .set("name", "consumer")
                                .parameter("tern.serialize.allow", ConditionTimeoutException.class.getName()))
                        .start()) {
            Library library = LocalTern.stub(
                    consumer,
                    Library.class,
                    LocalTern.url(export(provider, service -> service.parameter("tern.exceptions", "all"))));
            assertThatThrownBy(() -> library.fail("x"))
                    .isExactlyInstanceOf(ConditionTimeoutException.class)
                    .hasMessage("of another jar");
        }
    }

    @Test
    void mappersOfTheBuilderReplaceExceptionsOnBothSides() {
        ExceptionMapper mapper = new ExceptionMapper() {
            @Override
            public String name() {
                return "library";
            }

            @Override
            public Throwable toSend(Throwable thrown, MethodDescriptor method) {
                return new IllegalStateException("sent for " + thrown.getClass().getSimpleName());
            }

            @Override
            public Throwable received(Throwable arrived, MethodDescriptor method) {
                return new UnsupportedOperationException("received: " + arrived.getMessage());
            }
        };
        try (Tern provider = Tern.builder()
                        .application("provider")
                        .element(LocalTern.protocol())
                        .exceptionMapper(mapper)
                        .start();
                Tern consumer = Tern.builder()
                        .application("consumer")
                        .exceptionMapper(mapper)
                        .start()) {
            Library library = LocalTern.stub(consumer, Library.class, LocalTern.url(export(provider, service -> {})));
            assertThatThrownBy(() -> library.fail("x"))
                    .isExactlyInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("received: sent for ConditionTimeoutException");
        }
    }
}
