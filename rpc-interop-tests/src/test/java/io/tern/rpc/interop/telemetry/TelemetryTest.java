// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.telemetry.InstanceFigures;
import io.tern.rpc.spi.telemetry.Telemetry;
import io.tern.rpc.spi.telemetry.TelemetryContext;
import io.tern.rpc.spi.telemetry.TelemetryFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URL;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What telemetry of any kind sees of an instance. */
class TelemetryTest {
    /** What is called. */
    public interface Greeter {
        String greet(String name);
    }

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable TelemetryContext> given = new AtomicReference<>();

    private final class Named implements Filter {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
            seen.add(name + " begins");
            ResponseFuture<@Nullable Object> future = next.invoke(call);
            seen.add(name + " returns");
            return future;
        }
    }

    private final class Recording implements Telemetry, RpcObserver {
        @Override
        public RpcObserver observer() {
            return this;
        }

        @Override
        public Filter consumerFilter() {
            return new Named("consumer telemetry");
        }

        @Override
        public Filter providerFilter() {
            return new Named("provider telemetry");
        }

        @Override
        public void callStarted(Invocation call) {
            seen.add("call started");
        }

        @Override
        public void requestStarted(Invocation request) {
            seen.add("request started");
        }

        @Override
        public void connectionClosed(InetSocketAddress remote) {
            seen.add("connection closed");
        }

        @Override
        public void close() {
            seen.add("telemetry closed");
        }
    }

    private TelemetryFactory factory(String name) {
        return new TelemetryFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Telemetry create(TelemetryContext context) {
                given.set(context);
                assertThat(context.figures().pools()).isEmpty();
                assertThat(context.figures().callsInFlight()).isZero();
                return new Recording();
            }
        };
    }

    private static ConfigElement tracing() {
        return ConfigElement.of(ElementKind.TRACING).set("enabled", true);
    }

    private TernBuilder builder() {
        return Tern.builder().application("shop").element(LocalTern.protocol());
    }

    private static String greet(Tern tern) {
        tern.export(Greeter.class, name -> "hello " + name, service -> service.set("filter", "mine"));
        return tern.refer(Greeter.class, reference -> reference.set("filter", "own"))
                .get()
                .greet("you");
    }

    @Test
    void itsFiltersAreOutermostOnBothSidesAndItsObserverHearsAll() {
        try (Tern tern = builder()
                .element(tracing())
                .telemetry(factory("tracing"))
                .filter(new Named("mine"))
                .filter(new Named("own"))
                .start()) {
            assertThat(greet(tern)).isEqualTo("hello you");
            assertThat(seen)
                    .containsSubsequence(
                            "consumer telemetry begins",
                            "call started",
                            "own begins",
                            "request started",
                            "provider telemetry begins",
                            "mine begins",
                            "mine returns",
                            "provider telemetry returns")
                    .containsSubsequence("own begins", "own returns", "consumer telemetry returns")
                    .doesNotContain("telemetry closed");
        }
        assertThat(seen.get(seen.size() - 1)).isEqualTo("telemetry closed");
        assertThat(seen).containsOnlyOnce("telemetry closed");
    }

    @Test
    void figuresAreReadWhenSomebodyWantsThem() {
        try (Tern tern = builder()
                .element(ConfigElement.of(ElementKind.METRICS))
                .telemetry(factory("metrics"))
                .start()) {
            ExportedService service = tern.export(
                    Greeter.class,
                    name -> {
                        InstanceFigures figures = figures();
                        assertThat(figures.requestsRunning()).isEqualTo(1);
                        assertThat(figures.callsInFlight()).isEqualTo(1);
                        assertThat(figures.openConnections()).isEqualTo(2);
                        assertThat(figures.bufferBytes()).isPositive();
                        assertThat(figures.pools()).singleElement().satisfies(pool -> {
                            assertThat(pool.name()).startsWith("port ");
                            assertThat(pool.running()).isEqualTo(1);
                            assertThat(pool.threads()).isPositive();
                            assertThat(pool.most()).isEqualTo(200);
                            assertThat(pool.queued()).isZero();
                        });
                        return name;
                    },
                    attributes -> {});
            Greeter greeter = LocalTern.stub(tern, Greeter.class, LocalTern.url(service));
            // A call may go out before the connection that it goes by is counted on both sides.
            LocalTern.await(
                    "both ends are open",
                    Duration.ofSeconds(10),
                    () -> figures().openConnections() == 2);
            assertThat(greeter.greet("you")).isEqualTo("you");
            LocalTern.await(
                    "all is at rest",
                    Duration.ofSeconds(10),
                    () -> figures().requestsRunning() == 0
                            && figures().pools().get(0).running() == 0);
            assertThat(figures().callsInFlight()).isZero();
        }
        assertThat(figures().openConnections()).isZero();
        assertThat(figures().pools()).isEmpty();
    }

    private InstanceFigures figures() {
        TelemetryContext context = given.get();
        assertThat(context).isNotNull();
        return context.figures();
    }

    @Test
    void whatIsNotAskedForIsNotMade() {
        try (Tern tern = builder()
                .element(ConfigElement.of(ElementKind.TRACING).set("enabled", false))
                .telemetry(factory("tracing"))
                .telemetry(factory("metrics"))
                .filter(new Named("mine"))
                .filter(new Named("own"))
                .start()) {
            greet(tern);
        }
        assertThat(seen).containsExactly("own begins", "mine begins", "mine returns", "own returns");
    }

    @Test
    void anInstanceThatCannotBeBuiltClosesIt() {
        assertThatThrownBy(() -> builder()
                        .element(tracing())
                        .telemetry(factory("tracing"))
                        .element(ConfigElement.reference(Greeter.class).set("timeout", "soon"))
                        .build())
                .isInstanceOf(RpcConfigException.class);
        assertThat(seen).containsExactly("telemetry closed");
    }

    /** Hides what {@link java.util.ServiceLoader} would find. */
    private static final class WithoutModules extends ClassLoader {
        WithoutModules() {
            super(TelemetryTest.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.endsWith(TelemetryFactory.class.getName())
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }

    @Test
    void withoutItsModuleOneLineNamesTheArtifact() {
        try (CapturedLogs logs = CapturedLogs.ofTern()) {
            try (Tern tern = builder()
                    .element(tracing())
                    .element(ConfigElement.of(ElementKind.METRICS))
                    .classLoader(new WithoutModules())
                    .start()) {
                assertThat(tern.stats().callsInFlight()).isZero();
            }
            assertThat(logs.with("WARN dubbo:tracing"))
                    .singleElement()
                    .asString()
                    .contains("io.tern:rpc-tracing-otel");
            assertThat(logs.with("WARN dubbo:metrics"))
                    .singleElement()
                    .asString()
                    .contains("io.tern:rpc-metrics-micrometer");
        }
    }
}
