// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.HookSettings;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.fixture.FakeGovernance;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.RegistryPlan;
import io.tern.rpc.core.internal.inprocess.LocalService;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.registry.Category;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which calls of a reference go to the service of this process, and which to those that registries name. */
@Timeout(60)
class NearestProvidersTest {
    private static final String DEMO = DemoService.class.getName();
    private static final String NEAR = "10.0.0.9:20880";
    private static final String OTHER = "10.0.0.2:20880";

    private final Consumer consumer = new Consumer();
    private final FakeRegistry registry = consumer.registry(new FakeRegistry("zk"), new RegistryPlan().settings("zk"));

    NearestProvidersTest() {
        consumer.transport.provider(NEAR).returns("near");
        consumer.provider().returns("far");
        consumer.transport.provider(OTHER).returns("other");
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    private static LocalService service(Map<String, String> parameters) {
        return new LocalService(new ServiceKey("blue", DEMO, "1.2"), Consumer.endpoint(NEAR, parameters));
    }

    private LocalService export(Map<String, String> parameters) {
        LocalService service = service(parameters);
        consumer.local.add(service);
        return service;
    }

    private void offer(String... addresses) {
        String[] entries = new String[addresses.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = "dubbo://" + addresses[i] + "/" + DEMO + "?group=blue&interface=" + DEMO + "&version=1.2";
        }
        registry.set(DEMO, Category.PROVIDERS, entries);
    }

    @Test
    void aCallThatNamesAnAddressGoesThereAndNowhereElse() {
        export(Map.of());
        offer(Consumer.ADDRESS, OTHER);
        DemoService demo = consumer.reference();
        assertThat(demo.find("a")).isEqualTo("near");

        RpcContext.nextCall().address(OTHER);
        assertThat(demo.find("a")).isEqualTo("other");
        RpcContext.nextCall().address(NEAR);
        assertThat(demo.find("a")).isEqualTo("near");
        RpcContext.nextCall().address("10.0.0.77:1");
        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContaining("10.0.0.77:1");
        assertThat(demo.find("a")).isEqualTo("near");
    }

    @Test
    void aCallThatInsistsOnATagGoesPastAServiceWithoutIt() {
        export(Map.of());
        offer(Consumer.ADDRESS);
        DemoService demo = consumer.reference();

        RpcContext.nextCall().tag("gray");
        assertThat(demo.find("a")).as("the tag is only a wish").isEqualTo("near");
        RpcContext.nextCall().onlyTag("gray");
        assertThat(demo.find("a")).isEqualTo("far");
        assertThat(demo.find("a")).isEqualTo("near");
    }

    @Test
    void aServiceWithTheTagTakesTheCall() {
        export(Map.of("dubbo.tag", "gray"));
        offer(Consumer.ADDRESS);
        DemoService demo = consumer.reference();

        RpcContext.nextCall().onlyTag("gray");
        assertThat(demo.find("a")).isEqualTo("near");
    }

    @Test
    void aReferenceCanInsistForAllItsCalls() {
        export(Map.of());
        offer(Consumer.ADDRESS);
        consumer.published = Map.of("dubbo.force.tag", "true");
        consumer.tag = "gray";

        assertThat(consumer.reference().find("a")).isEqualTo("far");
    }

    @Test
    void withNobodyElseACallThatInsistsFailsAndSaysWhy() {
        consumer.registries = List.of();
        consumer.endpoints = List.of();
        export(Map.of());
        DemoService demo = consumer.reference();

        RpcContext.nextCall().onlyTag("gray");
        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContaining("without the tag");
        RpcContext.nextCall().address(Consumer.ADDRESS);
        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContaining(Consumer.ADDRESS)
                .hasMessageContaining(NEAR);
        assertThat(demo.find("a")).isEqualTo("near");
    }

    /** Chooses the first provider, and lets something happen before it is called. */
    private record Late(Runnable between) implements Cluster {
        @Override
        public String name() {
            return "late";
        }

        @Override
        public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
            return call -> {
                EndpointInvoker chosen = directory.candidates(call).get(0);
                between.run();
                return chosen.invoke(call);
            };
        }
    }

    /** Lets something happen before it looks at the providers, then does as another one does. */
    private record Slow(Cluster other, Runnable before) implements Cluster {
        @Override
        public String name() {
            return other.name();
        }

        @Override
        public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
            Invoker next = other.join(directory, balancer, settings);
            return call -> {
                before.run();
                return next.invoke(call);
            };
        }
    }

    @Test
    void aCallWhoseServiceGoesBetweenTwoLooksFindsOthers() {
        LocalService here = export(Map.of());
        offer(Consumer.ADDRESS);
        consumer.cluster = new Slow(consumer.cluster, () -> consumer.local.remove(here));
        DemoService demo = consumer.reference();

        assertThat(demo.find("a")).isEqualTo("far");
        consumer.local.add(here);
        assertThat(demo.find("a")).as("it goes again").isEqualTo("far");
    }

    @Test
    void aServiceWithTheTagThatGoesBetweenTwoLooksIsNotReplacedByOneWithoutIt() {
        LocalService here = export(Map.of("dubbo.tag", "gray"));
        offer(Consumer.ADDRESS);
        consumer.cluster = new Slow(consumer.cluster, () -> {
            consumer.local.remove(here);
            export(Map.of());
        });
        DemoService demo = consumer.reference();

        RpcContext.nextCall().onlyTag("gray");
        assertThat(demo.find("a")).isEqualTo("far");
    }

    @Test
    void aCallWhoseServiceGoesFindsOthersThoughNobodyHasLookedForThem() {
        LocalService here = export(Map.of());
        offer(Consumer.ADDRESS);
        consumer.cluster = new Late(() -> consumer.local.remove(here));

        assertThat(consumer.reference().find("a")).isEqualTo("far");
    }

    @Test
    void aCallWhoseServiceGoesObeysTheRulesForOthers() {
        LocalService here = export(Map.of());
        offer(Consumer.ADDRESS, OTHER);
        registry.set(DEMO, Category.ROUTERS, "condition://0.0.0.0");
        consumer.governance = FakeGovernance.ready(providers -> providers.stream()
                .filter(provider -> provider.endpoint().address().equals(OTHER))
                .toList());
        consumer.cluster = new Late(() -> consumer.local.remove(here));

        assertThat(consumer.reference().find("a")).isEqualTo("other");
    }

    @Test
    void aCallWhoseReferenceIsClosedSaysSo() {
        export(Map.of());
        offer(Consumer.ADDRESS);
        AssembledReference[] reference = new AssembledReference[1];
        consumer.cluster = new Late(() -> reference[0].close(0));
        reference[0] = consumer.assemble();

        assertThatThrownBy(() -> ((DemoService) reference[0].proxy()).find("a"))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("Closed");
    }

    /** Has none of the methods that hooks want. */
    public static final class Deaf {}

    @Test
    void aReferenceThatCannotBeMadeIsNotToldOfServices() {
        consumer.beans.put("deaf", new Deaf());
        consumer.method("find").onReturn = new HookSettings("deaf", "heard");
        assertThatThrownBy(consumer::assemble).hasMessageContaining("heard");

        export(Map.of());
        assertThat(consumer.transport.provider(NEAR).connections()).isEmpty();
    }

    @Test
    void norIsOneWhoseClusterOrFilterOrProxyFails() {
        consumer.mocked = cluster -> {
            throw new IllegalStateException("no cluster");
        };
        assertThatThrownBy(consumer::assemble).hasMessage("no cluster");
        consumer.mocked = cluster -> cluster;
        consumer.inner = (method, settings, next) -> {
            throw new NoClassDefFoundError("no check");
        };
        assertThatThrownBy(consumer::assemble).isInstanceOf(NoClassDefFoundError.class);
        consumer.inner = (method, settings, next) -> next;
        consumer.serviceInterface = Hidden.class;
        assertThatThrownBy(consumer::assemble).hasMessage("no proxy");

        export(Map.of());
        assertThat(consumer.transport.provider(NEAR).connections()).isEmpty();
    }

    /** The fixture's proxies refuse it. */
    private interface Hidden {
        void run();
    }
}
