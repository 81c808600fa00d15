// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import io.tern.rpc.config.spring.annotation.EnableRpc;
import io.tern.rpc.config.spring.annotation.RpcReference;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;

/** Contexts with ports and connections: when they open, when they close, and what calls see of it. */
@Timeout(60)
class LifecycleTest {
    private static final String PROVIDER = """
            <dubbo:protocol name="dubbo" host="127.0.0.1" port="0"/>
            <bean id="services" class="%s"/>
            <dubbo:service id="fooExport" interface="%s" ref="services"/>
            <dubbo:service id="barExport" interface="%s" ref="services"/>
            """;

    @Test
    void callsOfEveryKindGoFromOneContextToTheOther() throws Exception {
        try (XmlContext provider = provider(Services.class);
                XmlContext consumer = consumer(port(provider), "", """
                        <dubbo:method name="findFoo" async="true"/>
                        """)) {
            FooService foo = consumer.getBean(FooService.class);
            BarService bar = consumer.getBean(BarService.class);

            assertThat(bar.findBar("a")).isEqualTo("bar a");
            assertThat(foo.findFoo("b")).isNull();
            CompletableFuture<String> reply = RpcContext.getContext().getFuture();
            assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo("foo b");
            assertThat(foo.later("c").get(10, TimeUnit.SECONDS)).isEqualTo("later c");
        }
    }

    @Test
    void lookingForBeansOpensNoConnectionAndTheRefreshDoes() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AtomicInteger accepted = new AtomicInteger();
            CountDownLatch first = new CountDownLatch(1);
            Thread acceptor = new Thread(() -> {
                try {
                    while (true) {
                        listener.accept();
                        accepted.incrementAndGet();
                        first.countDown();
                    }
                } catch (IOException closed) {
                    // The end of the test.
                }
            });
            acceptor.setDaemon(true);
            acceptor.start();
            List<Integer> acceptedBeforeStart = new ArrayList<>();
            XmlContext context = new XmlContext();
            context.registerBean(
                    "early",
                    Early.class,
                    () -> new Early(() -> {
                        assertThat(context.getBeanNamesForType(FooService.class))
                                .containsExactly("foo");
                        assertThat(context.getBean("foo")).isInstanceOf(FooService.class);
                        acceptedBeforeStart.add(accepted.get());
                    }));
            try (context) {
                context.file(
                                "a.xml",
                                APPLICATION + "<dubbo:reference id=\"foo\" interface=\"" + FooService.class.getName()
                                        + "\" url=\"127.0.0.1:" + listener.getLocalPort() + "\"/>")
                        .refresh();

                assertThat(acceptedBeforeStart).containsExactly(0);
                assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void aBeanMayCallWhileTheContextIsStillStarting() throws Exception {
        try (XmlContext provider = provider(Services.class)) {
            XmlContext context = new XmlContext();
            List<String> answers = new ArrayList<>();
            context.registerBean(
                    "early",
                    Early.class,
                    () -> new Early(
                            () -> answers.add(context.getBean(BarService.class).findBar("early"))));
            try (XmlContext consumer = consumerIn(context, port(provider), "", "")) {
                assertThat(consumer.isActive()).isTrue();
                assertThat(answers).containsExactly("bar early");
            }
        }
    }

    @Test
    void servicesOpenAfterAllOtherBeansHaveStartedAndCloseBeforeTheyStop() {
        List<String> seen = new ArrayList<>();
        XmlContext context = new XmlContext();
        context.registerBean(
                "neighbour", Neighbour.class, () -> new Neighbour(event -> seen.add(event + " " + isOpen(context))));
        try (context) {
            providerIn(context, Services.class);
            assertThat(isOpen(context)).isTrue();
        }
        assertThat(seen).containsExactly("start false", "stop false");
    }

    /** {@code oldest} is a bean before all others, {@code user} has the proxy, {@code stopped} stops right after Tern. */
    @Test
    void beansMayCallUntilTheLastOfThemIsDestroyedAndServicesEndBefore() {
        try (XmlContext provider = provider(Services.class)) {
            List<String> seen = new ArrayList<>();
            BarService[] bar = new BarService[1];
            XmlContext context = new XmlContext();
            Consumer<String> calls = event -> seen.add(event + " " + bar[0].findBar("x") + " " + isOpen(context));
            context.registerBean("oldest", Ended.class, () -> new Ended(() -> calls.accept("oldest")));
            context.registerBean(
                    "stopped",
                    Neighbour.class,
                    () -> new Neighbour(event -> {
                        if (event.equals("stop")) {
                            calls.accept("stop");
                        }
                    }));
            context.registerBean("user", Ended.class, () -> {
                bar[0] = context.getBean("bar", BarService.class);
                return new Ended(() -> calls.accept("user"));
            });
            String serving = PROVIDER.formatted(
                    Services.class.getName(), FooService.class.getName(), BarService.class.getName());
            context.file("own.xml", serving);
            try (XmlContext both = consumerIn(context, port(provider), "scope=\"remote\"", "")) {
                assertThat(isOpen(both)).isTrue();
            }
            assertThat(seen).containsExactly("stop bar x false", "user bar x false", "oldest bar x false");
            assertThatThrownBy(() -> bar[0].findBar("late")).isInstanceOf(RpcException.class);
        }
    }

    @Configuration
    @EnableRpc(scanBasePackages = "com.acme.none")
    static class Enabled {}

    /** Has its reference in a field, and calls when it is destroyed. */
    static class LastCaller implements DisposableBean {
        @RpcReference(url = "dubbo://127.0.0.1:${provider.port}", timeout = "10000")
        private BarService bar;

        private String answer = "none";

        @Override
        public void destroy() {
            answer = bar.findBar("last");
        }
    }

    @Test
    void aBeanMayCallThroughAnAnnotatedFieldWhileItIsDestroyed() {
        try (XmlContext provider = provider(Services.class)) {
            LastCaller caller;
            try (XmlContext consumer = new XmlContext().property("provider.port", port(provider))) {
                consumer.registerBean(Enabled.class);
                consumer.registerBean(LastCaller.class);
                caller = consumer.file("consumer.xml", APPLICATION).refreshed().getBean(LastCaller.class);
            }
            assertThat(caller.answer).isEqualTo("bar last");
        }
    }

    @Test
    void callsThatRunWhenTheContextClosesGetTheirAnswer() throws Exception {
        SlowServices.reset();
        try (XmlContext provider = provider(SlowServices.class)) {
            XmlContext consumer = consumer(port(provider), "timeout=\"20000\"", "");
            BarService bar = consumer.getBean(BarService.class);
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> bar.findBar("x"), task -> new Thread(task).start());
            assertThat(SlowServices.entered.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(consumer::close);
            SlowServices.leave.countDown();

            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("bar x");
            closing.get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> bar.findBar("late")).isInstanceOf(RpcException.class);
        }
    }

    @Test
    void aReferenceWithoutAProviderFailsTheRefreshUnlessCheckIsOff() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        assertThat(catchThrowable(() -> consumer(nobody, "check=\"true\"", "")))
                .satisfies(thrown -> assertThat(causes(thrown)).anyMatch(NoProviderException.class::isInstance));
        try (XmlContext context = consumer(nobody, "check=\"false\"", "")) {
            assertThat(context.getBean(BarService.class)).isNotNull();
        }
    }

    @Test
    void aPortInUseFailsTheRefreshAndNamesThePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String elements = PROVIDER.formatted(
                            Services.class.getName(), FooService.class.getName(), BarService.class.getName())
                    .replace("port=\"0\"", "port=\"" + socket.getLocalPort() + "\"");

            assertThat(catchThrowable(() -> XmlContext.of(elements)))
                    .satisfies(thrown -> assertThat(causes(thrown))
                            .anyMatch(cause -> String.valueOf(cause.getMessage())
                                    .contains(String.valueOf(socket.getLocalPort()))));
        }
    }

    @Test
    void aFailedRefreshLeavesNoThread() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        assertThat(catchThrowable(() -> consumer(nobody, "check=\"true\"", ""))).isNotNull();

        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("tern-")));
    }

    @Test
    void aContextThatWasStoppedSaysThatItCannotStartAgain() {
        try (XmlContext context = provider(Services.class)) {
            context.stop();

            assertThat(catchThrowable(context::start)).hasStackTraceContaining("must be refreshed, not started again");
        }
    }

    @Test
    void aFilterThatIsABeanIsNamedByItsBeanName() {
        CountingFilter.calls.set(0);
        try (XmlContext provider = provider(Services.class)) {
            XmlContext context = new XmlContext();
            context.registerBean("counting", CountingFilter.class);
            try (XmlContext consumer = consumerIn(context, port(provider), "filter=\"counting\"", "")) {
                assertThat(consumer.getBean(BarService.class).findBar("a")).isEqualTo("bar a");
                assertThat(CountingFilter.calls).hasValue(1);
            }
        }
    }

    private static XmlContext provider(Class<?> services) {
        return providerIn(new XmlContext(), services);
    }

    private static XmlContext providerIn(XmlContext context, Class<?> services) {
        return context.file(
                        "provider.xml",
                        APPLICATION
                                + PROVIDER.formatted(
                                        services.getName(), FooService.class.getName(), BarService.class.getName()))
                .refreshed();
    }

    private static XmlContext consumer(int port, String ofReferences, String ofFoo) {
        return consumerIn(new XmlContext(), port, ofReferences, ofFoo);
    }

    private static XmlContext consumerIn(XmlContext context, int port, String ofReferences, String ofFoo) {
        String reference =
                "<dubbo:reference id=\"%s\" interface=\"%s\" url=\"dubbo://127.0.0.1:%d\" timeout=\"10000\" %s>%s</dubbo:reference>";
        String settings = ofReferences.contains("timeout") ? reference.replace("timeout=\"10000\"", "") : reference;
        return context.file(
                        "consumer.xml",
                        APPLICATION
                                + settings.formatted("foo", FooService.class.getName(), port, ofReferences, ofFoo)
                                + settings.formatted("bar", BarService.class.getName(), port, ofReferences, ""))
                .refreshed();
    }

    private static int port(XmlContext provider) {
        return provider.getBean("fooExport", ServiceBean.class)
                .service()
                .addresses()
                .get(0)
                .getPort();
    }

    /** Whether the port of the services takes connections. */
    private static boolean isOpen(XmlContext provider) {
        List<InetSocketAddress> addresses =
                provider.getBean("fooExport", ServiceBean.class).service().addresses();
        if (addresses.isEmpty()) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(addresses.get(0), 5_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    /** Runs something when beans are created. */
    static final class Early implements InitializingBean {
        private final Runnable action;

        Early(Runnable action) {
            this.action = action;
        }

        @Override
        public void afterPropertiesSet() {
            action.run();
        }
    }

    /** Runs something when it is destroyed. */
    static final class Ended implements DisposableBean {
        private final Runnable action;

        Ended(Runnable action) {
            this.action = action;
        }

        @Override
        public void destroy() {
            action.run();
        }
    }

    /** Starts late and stops early, but not as late and early as Tern. */
    static final class Neighbour implements SmartLifecycle {
        private final Consumer<String> events;
        private boolean running;

        Neighbour(Consumer<String> events) {
            this.events = events;
        }

        @Override
        public void start() {
            events.accept("start");
            running = true;
        }

        @Override
        public void stop() {
            events.accept("stop");
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return Integer.MAX_VALUE - 1;
        }
    }

    /** Answers when it is told to. */
    public static class SlowServices extends Services {
        static volatile CountDownLatch entered = new CountDownLatch(1);
        static volatile CountDownLatch leave = new CountDownLatch(1);

        static void reset() {
            entered = new CountDownLatch(1);
            leave = new CountDownLatch(1);
        }

        @Override
        public String findBar(String key) {
            entered.countDown();
            try {
                leave.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.findBar(key);
        }
    }

    /** Counts calls. */
    public static class CountingFilter implements Filter {
        static final AtomicInteger calls = new AtomicInteger();

        @Override
        public String name() {
            return "another name";
        }

        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
            calls.incrementAndGet();
            return next.invoke(call);
        }
    }
}
