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
import java.util.ArrayList;
import java.util.List;
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
