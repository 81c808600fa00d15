// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.spi.ConsoleCommand;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.ReferenceListener;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.telemetry.Telemetry;
import io.tern.rpc.spi.telemetry.TelemetryContext;
import io.tern.rpc.spi.telemetry.TelemetryFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Extensions that are beans take part in calls, and are beans like all others. */
@Timeout(60)
class PluginBeansTest {
    private static final String CONSUMER = """
            <dubbo:reference id="bar" interface="%s" url="127.0.0.1:%d;127.0.0.1:%d" loadbalance="counting"/>
            """;

    /** Takes the first, and counts. */
    static final class Counting implements LoadBalancer {
        final AtomicInteger selections = new AtomicInteger();

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
            selections.incrementAndGet();
            return candidates.get(0);
        }
    }

    /** Counts calls. */
    static final class Watching implements RpcObserver {
        final AtomicInteger calls = new AtomicInteger();

        @Override
        public void callStarted(Invocation call) {
            calls.incrementAndGet();
        }
    }

    private static XmlContext provider() {
        return XmlContext.of("""
                <dubbo:protocol name="dubbo" host="127.0.0.1" port="0"/>
                <bean id="services" class="%s"/>
                <dubbo:service id="export" interface="%s" ref="services"/>
                """.formatted(Sample.Services.class.getName(), BarService.class.getName()));
    }

    private static int port(XmlContext provider) {
        return provider.getBean("export", ServiceBean.class)
                .service()
                .addresses()
                .get(0)
                .getPort();
    }

    @Test
    void aBalancerAndTwoObserversThatAreBeansSeeTheCalls() {
        AtomicInteger processed = new AtomicInteger();
        Counting counting = new Counting();
        Watching one = new Watching();
        Watching two = new Watching();
        XmlContext consumer = new XmlContext();
        consumer.registerBean("balancer", Counting.class, () -> counting);
        consumer.registerBean("one", Watching.class, () -> one);
        consumer.registerBean("two", Watching.class, () -> two);
        consumer.registerBean("processor", BeanPostProcessor.class, () -> new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean == counting || bean == one || bean == two) {
                    processed.incrementAndGet();
                }
                return bean;
            }
        });
        try (XmlContext first = provider();
                XmlContext second = provider();
                consumer) {
            consumer.file(
                            "consumer.xml",
                            XmlContext.APPLICATION
                                    + CONSUMER.formatted(BarService.class.getName(), port(first), port(second)))
                    .refreshed();
            for (int i = 0; i < 10; i++) {
                assertThat(consumer.getBean(BarService.class).findBar("a")).isEqualTo("bar a");
            }
            assertThat(counting.selections.get())
                    .as("again for a provider that is not connected yet")
                    .isGreaterThanOrEqualTo(10);
            assertThat(one.calls).hasValue(10);
            assertThat(two.calls).hasValue(10);
            assertThat(processed)
                    .as("all of them went through the post-processors")
                    .hasValue(3);
        }
    }

    /** Wants what only exists when it does. */
    static class Circular implements LoadBalancer {
        Circular(@Nullable BarService bar) {}

        @Override
        public String name() {
            return "circular";
        }

        @Override
        public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
            return candidates.get(0);
        }
    }

    /** Wants it later. */
    static class Patient extends Circular {
        private final ObjectProvider<BarService> bar;

        Patient(ObjectProvider<BarService> bar) {
            super(null);
            this.bar = bar;
        }
    }

    /** Whichever of the two Spring creates first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExtensionThatTakesAReferenceInItsConstructorIsNamedWithTheCure(boolean extensionFirst) {
        String reference = "<dubbo:reference id=\"bar\" interface=\"" + BarService.class.getName()
                + "\" url=\"127.0.0.1:1\" check=\"false\" init=\"false\"/>";
        String client = "<bean id=\"client\" class=\"" + BarClient.class.getName() + "\"/>";
        XmlContext context = new XmlContext();
        if (!extensionFirst) {
            context.file("client.xml", client);
        }
        context.registerBean("balancer", Circular.class);
        context.file("a.xml", XmlContext.APPLICATION + reference + (extensionFirst ? client : ""));
        try (context) {
            assertThat(catchThrowable(context::refresh))
                    .rootCause()
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageStartingWith("CFG-11 bean id \"balancer\": it is an extension")
                    .hasMessageContaining("ObjectProvider");
        }

        XmlContext cured = new XmlContext();
        cured.registerBean("balancer", Patient.class);
        try (cured) {
            cured.file("a.xml", XmlContext.APPLICATION + client + reference).refreshed();
            assertThat(cured.getBean(Patient.class).bar.getObject()).isSameAs(cured.getBean("bar"));
        }
    }

    /** Fails the first time. */
    static class Moody extends Circular {
        static final AtomicInteger attempts = new AtomicInteger();

        Moody() {
            super(null);
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("not in the mood");
            }
        }
    }

    @Test
    void anotherAttemptAfterAnExtensionFailedStartsAnew() {
        Moody.attempts.set(0);
        XmlContext context = new XmlContext();
        context.registerBean("balancer", Moody.class, definition -> definition.setLazyInit(true));
        context.registerBean("first", Attempt.class);
        try (context) {
            context.file("a.xml", XmlContext.APPLICATION + """
                            <dubbo:reference id="bar" interface="%s" url="127.0.0.1:1" check="false" init="false"/>
                            """.formatted(BarService.class.getName()))
                    .refreshed();
            assertThat(context.getBean(Attempt.class).failure).hasStackTraceContaining("not in the mood");
            assertThat(context.getBean("bar")).isInstanceOf(BarService.class);
        }
    }

    /** Asks for a reference, and lives on without. */
    static class Attempt {
        private final Throwable failure;

        Attempt(BeanFactory beans) {
            failure = catchThrowable(() -> beans.getBean("bar"));
        }
    }

    /** Takes a reference. */
    public static class BarClient {
        @Autowired
        BarService bar;
    }

    /** Says what it is told, and wants what needs the instance that it is for. */
    public static class Parrot implements ConsoleCommand {
        static final AtomicInteger made = new AtomicInteger();
        private final BarService bar;

        public Parrot(BarService bar) {
            this.bar = bar;
            made.incrementAndGet();
        }

        @Override
        public String name() {
            return "its own name does not count";
        }

        @Override
        public String help() {
            return "parrot: repeats";
        }

        @Override
        public String run(List<String> words) {
            return words + " " + (bar == null);
        }
    }

    @Test
    void aCommandThatIsABeanIsMadeWhenItIsAskedForUnderItsId() throws Exception {
        Parrot.made.set(0);
        int port = freePort();
        XmlContext context = new XmlContext();
        context.registerBean("parrot", Parrot.class, definition -> definition.setLazyInit(true));
        try (context) {
            context.file("a.xml", """
                            <dubbo:application name="shop" qos-enable="true" qos-port="%d" qos-check="true"/>
                            <dubbo:reference id="bar" interface="%s" url="127.0.0.1:1" check="false" init="false"/>
                            """.formatted(port, BarService.class.getName()))
                    .refreshed();
            assertThat(Parrot.made).hasValue(0);
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/parrot/hello"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("[hello] false\n");
            assertThat(Parrot.made).hasValue(1);
        }
    }

    /** Keeps what happens to it. */
    static final class Ending implements ReferenceListener, DisposableBean {
        final List<String> seen = new ArrayList<>();

        @Override
        public String name() {
            return "its own name does not count";
        }

        @Override
        public void referred(ReferenceSettings reference) {
            seen.add("referred");
        }

        @Override
        public void ended(ReferenceSettings reference) {
            seen.add("ended");
        }

        @Override
        public void destroy() {
            seen.add("destroyed");
        }
    }

    /** References end after all beans that may call, and a listener is one that may. */
    @Test
    void aListenerThatIsABeanHearsTheEndThoughTheContextHasDestroyedItByThen() {
        Ending listener = new Ending();
        XmlContext context = new XmlContext();
        context.registerBean("ending", Ending.class, () -> listener, definition -> definition.setLazyInit(true));
        try (context) {
            context.file("a.xml", XmlContext.APPLICATION + """
                            <dubbo:reference id="bar" interface="%s" url="127.0.0.1:1" check="false" listener="ending"/>
                            """.formatted(BarService.class.getName()))
                    .refreshed();
            assertThat(listener.seen).containsExactly("referred");
        }
        assertThat(listener.seen).containsExactly("referred", "destroyed", "ended");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aBeanCanMakeTheMetrics() {
        List<TelemetryContext> asked = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        TelemetryFactory factory = new TelemetryFactory() {
            @Override
            public String name() {
                return "metrics";
            }

            @Override
            public Telemetry create(TelemetryContext context) {
                asked.add(context);
                return () -> closed.add("closed");
            }
        };
        XmlContext context = new XmlContext();
        context.registerBean("meters", TelemetryFactory.class, () -> factory);
        try (context) {
            context.file("metrics.xml", XmlContext.APPLICATION + """
                            <dubbo:metrics protocol="prometheus" enable-jvm="true">
                                <dubbo:aggregation time-window-seconds="30"/>
                            </dubbo:metrics>
                            """).refreshed();
            assertThat(asked).hasSize(1);
            MetricsSettings settings = asked.get(0).metrics();
            assertThat(settings).isNotNull();
            assertThat(settings.prometheus()).isTrue();
            assertThat(settings.groups()).contains(MetricsSettings.Group.JVM);
            assertThat(settings.windowSeconds()).isEqualTo(30);
        }
        assertThat(closed).containsExactly("closed");
    }
}
