// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tern.rpc.GenericException;
import io.tern.rpc.GenericService;
import io.tern.rpc.JavaBeanDescriptor;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.SpringFile;
import io.tern.rpc.interop.TernConsumer;
import io.tern.rpc.interop.TernProvider;
import io.tern.rpc.interop.checked.CheckedFixture;
import io.tern.rpc.interop.checked.CheckedService;
import io.tern.rpc.interop.checked.OldCheckedService;
import io.tern.rpc.interop.checked.Parcel;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.PeerLauncher;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.scenario.CaseResult;
import io.tern.rpc.interop.scenario.Scenarios;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** {@code validation} on a provider and on a consumer, with Tern and with Dubbo at the other end. */
class ViolationsTest {
    private static final String SECRET = "SECRET-VALUE";

    private static ClassPathXmlApplicationContext provider;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        port = TernProvider.freePort();
        provider = SpringFile.load("checked-provider.xml", Map.of("interop.host", "127.0.0.1", "interop.port", port));
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    private static CheckedService stub(Tern consumer, Consumer<ConfigElement> attributes) {
        return LocalTern.stub(consumer, CheckedService.class, LocalTern.url(port), attributes);
    }

    @ParameterizedTest
    @EnumSource
    void aConsumerOfDubboGetsATextThatItCanRead(DubboVersion version) {
        try (DubboPeer consumer =
                DubboPeer.consumer(version, port, PeerLine.TERN).start()) {
            assertThat(consumer.run(Scenarios.VIOLATIONS))
                    .hasSize(4)
                    .as(consumer.output())
                    .allMatch(result -> result.outcome() == CaseResult.Outcome.PASSED);
        }
    }

    @Test
    void aConsumerOfTernGetsViolationsWithoutTheValues() throws Exception {
        try (CapturedLogs logs = CapturedLogs.everythingOfTern();
                Tern consumer = LocalTern.consumer()) {
            CheckedService checked = stub(consumer, reference -> {});
            int before = checked.count();
            ConstraintViolationException synchronous = catchThrowableOfType(
                    ConstraintViolationException.class, () -> checked.send(Parcel.of(null, SECRET), 9));
            assertThat(synchronous.getMessage())
                    .contains("CheckedService#send(Parcel,int)")
                    .doesNotContain(SECRET);
            assertThat(synchronous.getConstraintViolations())
                    .extracting(ConstraintViolation::getMessage)
                    .containsExactlyInAnyOrder(
                            "must not be null", "size must be between 0 and 3", "must be less than or equal to 5");
            CompletableFuture<String> future = RpcContext.getContext().asyncCall(() -> checked.greet(""));
            assertThatThrownBy(() -> future.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ConstraintViolationException.class);
            assertThat(checked.count()).isEqualTo(before);
            assertThat(logs.lines()).noneMatch(line -> line.contains(SECRET));
            assertThat(logs.with("does not declare"))
                    .as("no news for an operator")
                    .isEmpty();
        }
    }

    @Test
    void aConsumerThatChecksSendsNothingThatIsWrong() throws Exception {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            io.tern.rpc.interop.checked.CheckedFixture unchecked = new io.tern.rpc.interop.checked.CheckedFixture();
            String url = LocalTern.url(provider.export(CheckedService.class, unchecked, service -> {}));
            CheckedService checked = LocalTern.stub(
                    consumer,
                    CheckedService.class,
                    url,
                    reference -> reference
                            .set("validation", "true")
                            .method("send", method -> method.set("validation", "false")));
            assertThatThrownBy(() -> checked.greet(" ")).isInstanceOf(ConstraintViolationException.class);
            CompletableFuture<String> future = RpcContext.getContext().asyncCall(() -> checked.greet(""));
            assertThat(future).isCompletedExceptionally();
            assertThat(unchecked.count()).isZero();
            assertThat(checked.send(Parcel.of(null, SECRET), 9))
                    .as("not checked")
                    .isEqualTo(9);
            assertThat(checked.greet("ann")).isEqualTo("hello ann");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "bean"})
    void genericCallsAreCheckedAsWell(String form) {
        CheckedFixture fixture = new CheckedFixture();
        try (Tern server = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            String url = LocalTern.url(server.export(
                    CheckedService.class,
                    fixture,
                    service -> service.set("validation", "true").parameter("tern.generic", "true")));
            GenericService checked = consumer.refer(
                            GenericService.class,
                            reference -> reference
                                    .set("interface", CheckedService.class.getName())
                                    .set("generic", form)
                                    .set("url", url))
                    .get();
            Object[] wrong = {form.equals("bean") ? Parcel.of(null, SECRET) : Map.of("code", SECRET), 9};
            assertThatThrownBy(() -> checked.$invoke("send", null, wrong))
                    .isInstanceOfSatisfying(GenericException.class, failure -> {
                        assertThat(failure.getExceptionClass())
                                .as("as everybody gets it who may have no such class")
                                .isEqualTo(RuntimeException.class.getName());
                        assertThat(failure.getExceptionMessage())
                                .contains("must not be null", "must be less than or equal to 5");
                    })
                    .hasMessageNotContaining(SECRET);
            assertThatThrownBy(() -> checked.$invokeAsync("greet", null, new Object[] {" "})
                            .get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(GenericException.class);
            assertThat(fixture.count()).isZero();
            assertThat(checked.$invoke("greet", null, new Object[] {"ann"}))
                    .extracting(value ->
                            value instanceof JavaBeanDescriptor described ? described.getPrimitiveProperty() : value)
                    .isEqualTo("hello ann");
        }
    }

    /**
     * Dubbo 3.3 checks arguments with what its applications have beside it, and then cannot send the exception: its own class
     * check refuses it. What arrives is its text, and not an attempt to try again.
     */
    @Test
    void aConsumerOfTernReadsWhatDubboSays() {
        PeerLauncher launcher = DubboPeer.provider(DubboVersion.V3_3).property("interop.file", "checked-provider.xml");
        List.of(
                        "jakarta.validation.Validation",
                        "org.hibernate.validator.HibernateValidator",
                        "org.jboss.logging.Logger",
                        "com.fasterxml.classmate.TypeResolver",
                        "jakarta.el.ExpressionFactory",
                        "org.glassfish.expressly.ExpressionFactoryImpl")
                .forEach(name -> launcher.classesFirst(jarOf(name)));
        try (DubboPeer dubbo = launcher.start();
                TernConsumer consumer = TernConsumer.of(dubbo.port(), dubbo.line())) {
            CheckedService checked = consumer.bean("checked", CheckedService.class);
            assertThat(checked.greet("ann")).isEqualTo("hello ann");
            assertThatThrownBy(() -> checked.greet(" "))
                    .isInstanceOf(RpcSerializationException.class)
                    .hasMessageContaining("Failed to validate service")
                    .hasMessageContaining("must not be blank");
            assertThat(checked.greet("bob")).isEqualTo("hello bob");
            assertThat(checked.count()).isEqualTo(2);
        }
    }

    @Test
    void soItDoesOfDubbo27WhichSendsTheException() {
        PeerLauncher launcher =
                DubboPeer.provider(DubboVersion.V2_7).property("interop.file", "checked-javax-provider.xml");
        try (DubboPeer dubbo = launcher.start();
                Tern consumer = LocalTern.consumer()) {
            OldCheckedService checked = consumer.refer(
                            OldCheckedService.class,
                            reference -> reference
                                    .set("url", "dubbo://127.0.0.1:" + dubbo.port())
                                    .set("timeout", 10_000))
                    .get();
            assertThat(checked.greet("ann")).isEqualTo("hello ann");
            assertThatThrownBy(() -> checked.greet(" "))
                    .isInstanceOf(ConstraintViolationException.class)
                    .hasMessageContaining("must not be blank");
            assertThat(checked.greet("bob")).isEqualTo("hello bob");
        }
    }

    private static Path jarOf(String className) {
        try {
            return Path.of(Class.forName(className)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
