// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.reference;
import static io.tern.rpc.core.internal.settings.SettingsBench.registry;
import static io.tern.rpc.core.internal.settings.SettingsBench.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.fixture.Allocation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Resolving a thousand references and services is ten times the work of a hundred. */
class ManyElementsTest {
    @Test
    void theWorkGrowsAsTheNumberOfElements() {
        assertThat(Allocation.growth(150, count -> resolve(count, true))).isLessThan(2.4);
    }

    @Test
    void elementsWithoutIdsAreNoMoreWork() {
        assertThat(Allocation.growth(150, count -> resolve(count, false))).isLessThan(2.4);
    }

    @Test
    void callsInsideTheProcessAreNoMoreWork() {
        assertThat(Allocation.growth(150, ManyElementsTest::resolveInside)).isLessThan(2.4);
    }

    private static void resolveInside(int count) {
        List<ConfigElement> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(reference().set("id", "reference" + i).set("group", "g" + i));
            elements.add(service().set("id", "service" + i).set("group", "g" + i));
        }
        assertThat(new SettingsBench()
                        .resolve(elements.toArray(ConfigElement[]::new))
                        .references())
                .hasSize(count);
    }

    /** A walk through all keys allocates nothing, so the time of the thread tells: a thousand times as many keys. */
    @Test
    void theKeysOfOneElementAreFoundWithoutAWalkThroughThoseOfTheOthers() {
        OutsideKeys few = keys(100);
        OutsideKeys many = keys(100_000);
        ask(few);
        double once = ask(few);
        assertThat(ask(many) / once).isLessThan(30);
    }

    private static OutsideKeys keys(int count) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < count; i++) {
            texts.put("dubbo." + prefix(i) + ".findFoo.timeout", "5");
        }
        return new OutsideKeys(texts, "system property", null, true);
    }

    private static String prefix(int number) {
        return String.format(Locale.ROOT, "reference.com.acme.Foo%06d", number);
    }

    private static double ask(OutsideKeys keys) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < 2_000; i++) {
            String prefix = prefix(i % 100);
            assertThat(keys.names(prefix, ElementKind.METHOD, ElementKind.REFERENCE))
                    .contains("findFoo");
            assertThat(keys.parameters(prefix)).isEmpty();
            assertThat(keys.mentions("reference.com.beta")).isFalse();
        }
        return threads.getCurrentThreadCpuTime() - before;
    }

    private static void resolve(int count, boolean named) {
        List<ConfigElement> elements = new ArrayList<>(List.of(
                registry("r", SettingsBench.ZOOKEEPER),
                ConfigElement.of(ElementKind.CONSUMER).set("timeout", 3000),
                ConfigElement.of(ElementKind.PROVIDER).set("timeout", 3000),
                ConfigElement.of(ElementKind.MODULE).set("name", "m").set("registry", "r")));
        for (int i = 0; i < count; i++) {
            elements.add(reference().set("id", named ? "reference" + i : null));
            elements.add(service().set("id", named ? "service" + i : null).set("path", "service" + i));
        }
        SettingsBench bench = new SettingsBench();
        assertThat(bench.resolve(elements.toArray(ConfigElement[]::new)).references())
                .hasSize(count);
    }
}
