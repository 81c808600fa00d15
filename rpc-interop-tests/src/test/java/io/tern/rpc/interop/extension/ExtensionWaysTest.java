// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.fixture.MemoryRegistry;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.Router;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/** Each kind of extension by each way in which one is found, in a call over a socket that takes part in all of them. */
class ExtensionWaysTest {
    private static final Set<String> CALLED = ConcurrentHashMap.newKeySet();
    private static final String OWN = "own";
    private static final Map<Class<?>, Class<?>> EXTENSIONS = Map.of(
            Filter.class, OwnFilter.class,
            LoadBalancer.class, OwnBalancer.class,
            Router.class, OwnRouter.class,
            Cluster.class, OwnCluster.class,
            RegistryFactory.class, OwnRegistries.class,
            Serialization.class, OwnSerialization.class,
            RpcObserver.class, OwnObserver.class,
            ExceptionMapper.class, OwnMapper.class);

    private static MemoryRegistry shared = new MemoryRegistry(0);

    /** What is called. */
    public interface Shop {
        String buy(String what);
    }

    /** Sells bread only. */
    public static final class Baker implements Shop {
        @Override
        public String buy(String what) {
            if (!what.equals("bread")) {
                throw new IllegalStateException("only bread");
            }
            return "sold";
        }
    }

    public static final class OwnFilter implements Filter {
        @Override
        public String name() {
            return OWN;
        }

        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
            // The same object may serve both sides; on the provider the consumer's address is there before the answer.
            CALLED.add(call.remoteAddress() == null ? "filter of the consumer" : "filter of the provider");
            return next.invoke(call);
        }
    }

    public static final class OwnBalancer implements LoadBalancer {
        @Override
        public String name() {
            return OWN;
        }

        @Override
        public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
            CALLED.add("load balancer");
            return candidates.get(0);
        }
    }

    public static final class OwnRouter implements Router {
        @Override
        public String name() {
            return OWN;
        }

        @Override
        public List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call) {
            CALLED.add("router");
            return providers;
        }
    }

    public static final class OwnCluster implements Cluster {
        @Override
        public String name() {
            return OWN;
        }

        @Override
        public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
            return call -> {
                CALLED.add("cluster");
                return balancer.select(directory.candidates(call), call).invoke(call);
            };
        }
    }

    public static final class OwnRegistries implements RegistryFactory {
        @Override
        public String name() {
            return OWN;
        }

        @Override
        public Registry create(RegistrySettings settings, RegistryContext context) {
            CALLED.add("registry");
            return shared.create(settings, context);
        }
    }

    /** Has the name of the one that is shipped, and hides it. */
    public static final class OwnSerialization implements Serialization {
        private final Serialization shipped = ServiceLoader.load(
                        Serialization.class, ExtensionWaysTest.class.getClassLoader())
                .findFirst()
                .orElseThrow();

        @Override
        public String name() {
            return shipped.name();
        }

        @Override
        public int id() {
            return shipped.id();
        }

        @Override
        public ObjectCodec codec(ClassPolicy policy, ClassLoader loader) {
            CALLED.add("serialization");
            return shipped.codec(policy, loader);
        }
    }

    public static final class OwnObserver implements RpcObserver {
        @Override
        public void callEnded(Invocation call, @Nullable Throwable error, long elapsedNanos) {
            CALLED.add("observer of calls");
        }

        @Override
        public void requestStarted(Invocation request) {
            CALLED.add("observer of requests");
        }
    }

    public static final class OwnMapper implements ExceptionMapper {
        @Override
        public String name() {
            return OWN;
        }

        @Override
        public @Nullable Throwable toSend(Throwable thrown, MethodDescriptor method) {
            return new IllegalStateException(thrown.getMessage() + ", as it was sent");
        }

        @Override
        public @Nullable Throwable received(Throwable arrived, MethodDescriptor method) {
            return new IllegalStateException(arrived.getMessage() + ", as it arrived");
        }
    }

    @BeforeEach
    void open() {
        CALLED.clear();
        shared = new MemoryRegistry(0);
    }

    @AfterEach
    void close() {
        shared.close();
    }

    private static void assertAllTakePart(Shop shop) {
        assertThat(shop.buy("bread")).isEqualTo("sold");
        assertThat(CALLED)
                .contains(
                        "filter of the consumer",
                        "filter of the provider",
                        "load balancer",
                        "router",
                        "cluster",
                        "registry",
                        "observer of calls",
                        "observer of requests");
        assertThatThrownBy(() -> shop.buy("milk"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("only bread, as it was sent, as it arrived");
    }

    private static TernBuilder instance() {
        return Tern.builder()
                .application("ways")
                .element(ConfigElement.of(ElementKind.REGISTRY).set("address", "own://here:1"))
                .element(LocalTern.protocol())
                .element(ConfigElement.service(Shop.class, new Baker()).set("filter", OWN));
    }

    private static ConfigElement reference(ConfigElement reference) {
        return reference
                .set("id", "shop")
                .set("scope", "remote")
                .set("timeout", 10_000)
                .set("filter", OWN)
                .set("loadbalance", OWN)
                .set("router", OWN)
                .set("cluster", OWN);
    }

    @Test
    void theBuilder() {
        try (Tern tern = instance()
                .filter(new OwnFilter())
                .loadBalancer(new OwnBalancer())
                .router(new OwnRouter())
                .cluster(new OwnCluster())
                .registry(new OwnRegistries())
                .serialization(new OwnSerialization())
                .observer(new OwnObserver())
                .exceptionMapper(new OwnMapper())
                .start()) {
            assertAllTakePart(
                    tern.refer(Shop.class, ExtensionWaysTest::reference).get());
            assertThat(CALLED).contains("serialization");
        }
    }

    @Test
    void theClassPath(@TempDir Path directory) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        URL[] path = {directory.toUri().toURL()};
        for (Map.Entry<Class<?>, Class<?>> extension : EXTENSIONS.entrySet()) {
            Files.writeString(
                    services.resolve(extension.getKey().getName()),
                    extension.getValue().getName());
        }
        // That of rpc-remoting-netty is on the class path too.
        try (URLClassLoader loader = new URLClassLoader(path, ExtensionWaysTest.class.getClassLoader())) {
            assertThatThrownBy(() -> instance().classLoader(loader).build())
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContaining("Two of kind serialization are named \"hessian2\"");
        }
        Files.delete(services.resolve(Serialization.class.getName()));
        try (URLClassLoader loader = new URLClassLoader(path, ExtensionWaysTest.class.getClassLoader());
                Tern tern = instance().classLoader(loader).start()) {
            assertAllTakePart(
                    tern.refer(Shop.class, ExtensionWaysTest::reference).get());
        }
    }

    /** Hides the balancer that is shipped. */
    public static final class OwnRandom implements LoadBalancer {
        @Override
        public String name() {
            return "random";
        }

        @Override
        public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
            CALLED.add("random");
            return candidates.get(0);
        }
    }

    @Test
    void whatIsOnTheClassPathHidesWhatTheCoreBrings(@TempDir Path directory) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(LoadBalancer.class.getName()), OwnRandom.class.getName());
        URL[] path = {directory.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, ExtensionWaysTest.class.getClassLoader());
                Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer =
                        Tern.builder().application("ways").classLoader(loader).start()) {
            String url = LocalTern.url(provider.export(Shop.class, new Baker(), service -> {}));
            Shop shop = consumer.refer(
                            Shop.class,
                            reference -> reference
                                    .set("url", url + ";dubbo://127.0.0.1:1")
                                    .set("timeout", 10_000))
                    .get();
            assertThat(shop.buy("bread")).isEqualTo("sold");
            assertThat(CALLED).containsExactly("random");
        }
    }

    @Test
    void beansOfSpring() {
        String file = """
                <beans xmlns="http://www.springframework.org/schema/beans"
                       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                       xmlns:dubbo="http://dubbo.apache.org/schema/dubbo"
                       xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
                           http://dubbo.apache.org/schema/dubbo http://dubbo.apache.org/schema/dubbo/dubbo.xsd">
                    <dubbo:application name="ways"/>
                    <dubbo:registry address="own://here:1"/>
                    <dubbo:protocol name="dubbo" host="127.0.0.1" port="0"/>
                    <bean id="baker" class="%2$s"/>
                    <dubbo:service interface="%1$s" ref="baker" filter="own"/>
                    <dubbo:reference id="shop" interface="%1$s" scope="remote" timeout="10000" check="false"
                        filter="own" loadbalance="own" router="own" cluster="own"/>
                </beans>
                """.formatted(Shop.class.getName(), Baker.class.getName());
        try (var context = new GenericXmlApplicationContext()) {
            context.load(new ByteArrayResource(file.getBytes(StandardCharsets.UTF_8)));
            EXTENSIONS.forEach((type, extension) ->
                    context.registerBean(type == Filter.class ? OWN : extension.getSimpleName(), extension));
            context.refresh();
            Shop shop = context.getBean("shop", Shop.class);
            // Services are published last.
            LocalTern.await(
                    "its own service is found",
                    Duration.ofSeconds(10),
                    () -> catchThrowable(() -> shop.buy("bread")) == null);
            assertAllTakePart(shop);
            assertThat(CALLED).contains("serialization");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "filter, ownn, own",
        "loadbalance, leastactiv, leastactive",
        "router, ownn, own",
        "cluster, failoverr, failover",
        "listener, ownn, ''"
    })
    void aWrongNameIsReportedWithTheKnownOnesAndTheNearest(String attribute, String wrong, String nearest) {
        TernBuilder builder = Tern.builder()
                .application("ways")
                .filter(new OwnFilter())
                .router(new OwnRouter())
                .element(reference(ConfigElement.reference(Shop.class))
                        .set("loadbalance", "random")
                        .set("cluster", "failfast")
                        .set("url", "dubbo://127.0.0.1:1")
                        .set(attribute, wrong));
        assertThatThrownBy(builder::build)
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining(attribute)
                .hasMessageContaining(wrong)
                .hasMessageContaining(nearest);
    }
}
