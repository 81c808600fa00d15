// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.fixture.RegistryPlan;
import io.tern.rpc.core.internal.consumer.AssembledReference.EndpointState;
import io.tern.rpc.core.internal.directory.SettingsMerge;
import io.tern.rpc.spi.registry.Category;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What entries of a registry mean for a reference that runs. */
class RegistryWordTest {
    private static final String DEMO = DemoService.class.getName();

    private final Consumer consumer = new Consumer();

    @AfterEach
    void close() {
        consumer.close();
    }

    private static String entry(String parameters) {
        return "dubbo://" + Consumer.ADDRESS + "/" + DEMO + "?interface=" + DEMO + "&" + parameters;
    }

    /** {@code actives} as the provider says. */
    private final class Actives implements SettingsMerge {
        @Override
        public ReferenceSettings merged(
                ReferenceSettings reference,
                Map<String, String> provider,
                Map<String, String> override,
                Map<String, String> absent) {
            MethodPlan plan = new MethodPlan();
            plan.timeoutMillis = 1;
            plan.actives = Integer.parseInt(provider.getOrDefault("actives", "0"));
            MethodSettings defaults = plan.settings("*");
            return new ReferenceSettings(
                    reference.id(),
                    reference.serviceInterface(),
                    reference.service(),
                    reference.endpoints(),
                    reference.registries(),
                    reference.check(),
                    reference.init(),
                    reference.cluster(),
                    reference.proxy(),
                    reference.connections(),
                    reference.filters(),
                    reference.token(),
                    reference.style(),
                    reference.connection(),
                    defaults,
                    reference.methods(),
                    reference.tag(),
                    reference.published(),
                    reference.parameters(),
                    reference.origins());
        }

        @Override
        public Map<String, String> relevant(Map<String, String> parameters) {
            return parameters.containsKey("actives") ? Map.of("actives", parameters.get("actives")) : Map.of();
        }
    }

    @Test
    void callsThatRunWhileTheSettingsChangeKeepTheirSlots() {
        consumer.merge = new Actives();
        FakeRegistry registry = consumer.registry(new FakeRegistry("zk"), new RegistryPlan().settings("zk"));
        registry.set(DEMO, Category.PROVIDERS, entry("group=blue&version=1.2&actives=3"));
        AssembledReference reference = consumer.assemble();
        assertThat(reference.start()).isCompleted();
        DemoService demo = (DemoService) reference.proxy();
        for (int i = 0; i < 3; i++) {
            RpcContext.getContext().asyncCall(() -> demo.find("a"));
        }
        assertThat(consumer.provider().pending()).isEqualTo(3);

        registry.set(DEMO, Category.PROVIDERS, entry("group=blue&version=1.2&actives=2"));
        assertThatThrownBy(() -> demo.find("b")).isInstanceOf(RpcLimitException.class);
        consumer.provider().reply("one");
        assertThatThrownBy(() -> demo.find("b")).as("two run").isInstanceOf(RpcLimitException.class);
        registry.set(DEMO, Category.PROVIDERS, entry("group=blue&version=1.2&actives=4"));
        consumer.provider().returns("now");
        assertThat(demo.find("b")).isEqualTo("now");
    }

    @Test
    void providerElementOfDubbo26SpeaksForItsServices() {
        FakeRegistry registry = consumer.registry(new FakeRegistry("zk"), new RegistryPlan().settings("zk"));
        registry.set(
                DEMO,
                Category.PROVIDERS,
                entry("default.group=blue&default.version=1.2&default.token=secret&default.weight=30"),
                entry("default.group=blue&default.version=1.2&default.serialization=kryo")
                        .replace(Consumer.ADDRESS, "10.0.0.2:20880"),
                entry("default.group=blue&group=red&version=1.2").replace(Consumer.ADDRESS, "10.0.0.3:20880"));
        consumer.provider().returns("now");
        AssembledReference reference = consumer.assemble();
        assertThat(reference.start()).isCompleted();
        assertThat(reference.endpoints())
                .extracting(EndpointState::address, EndpointState::weight)
                .containsExactly(tuple(Consumer.ADDRESS, 30));
        assertThat(((DemoService) reference.proxy()).find("a")).isEqualTo("now");
        assertThat(consumer.provider().received().get(0).prepared().head().attachments())
                .containsEntry("token", "secret");
    }

    @Test
    void theTimerWaitsForNeitherTheFileOfKnownProvidersNorTheirDirectory(@TempDir Path directory) {
        RegistryPlan plan = new RegistryPlan();
        plan.file = directory.resolve("providers.cache").toString();
        plan.check = false;
        consumer.registry(new FakeRegistry("zk"), plan.settings("zk"))
                .set(DEMO, Category.PROVIDERS, entry("group=blue&version=1.2"));
        assertThat(consumer.assemble().start()).isCompleted();
        consumer.ticker.advanceMillis(1_000);

        try (Consumer next = new Consumer()) {
            List<Runnable> background = new ArrayList<>();
            next.background = background::add;
            next.registry(FakeRegistry.down("zk"), plan.settings("zk"));
            AssembledReference reference = next.assemble();
            var start = reference.start();
            next.ticker.advanceMillis(5_000);
            assertThat(start).isNotDone();
            assertThat(reference.endpoints()).isEmpty();

            List.copyOf(background).forEach(Runnable::run);
            assertThat(start).isCompleted();
            assertThat(reference.endpoints()).hasSize(1);
        }
    }
}
