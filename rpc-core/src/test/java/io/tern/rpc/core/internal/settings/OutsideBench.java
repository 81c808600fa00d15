// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.AbstractStringAssert;

/** References and services with settings from outside of the files. */
abstract class OutsideBench {
    static final BeanSource BEANS = new BeanSource() {
        @Override
        public Class<?> typeOf(String name) {
            return SettingsBench.FooServer.class;
        }

        @Override
        public boolean isSingleton(String name) {
            return true;
        }

        @Override
        public Object bean(String name) {
            return new SettingsBench.FooServer();
        }
    };
    static final String FOO = SettingsBench.FooService.class.getName();

    final Map<String, String> properties = new HashMap<>();
    final Map<String, String> environment = new HashMap<>();
    final Map<String, String> file = new HashMap<>();
    final List<ConfigElement> elements = new ArrayList<>();
    SettingsResolver resolver;

    SettingsResolver.Resolved resolve(OutsideSettings outside) {
        resolver = new SettingsResolver(
                getClass().getClassLoader(), BEANS, Map.of("address", Set.of("zookeeper")), outside);
        resolver.add(elements);
        return resolver.resolve(elements, reference -> List.of(), service -> List.of());
    }

    SettingsResolver.Resolved resolve() {
        return resolve(outside());
    }

    OutsideSettings outside() {
        return new OutsideSettings(properties, environment, file, "dubbo.properties");
    }

    OutsideBench with(ConfigElement... some) {
        elements.addAll(List.of(some));
        return this;
    }

    static ConfigElement application() {
        return ConfigElement.of(ElementKind.APPLICATION).set("name", "shop");
    }

    static ConfigElement reference() {
        return ConfigElement.reference(SettingsBench.FooService.class)
                .id("foo")
                .set("url", "127.0.0.1:20880")
                .set("timeout", 9);
    }

    static ConfigElement service() {
        return ConfigElement.of(ElementKind.SERVICE)
                .id("export")
                .set("interface", FOO)
                .set("ref", "server");
    }

    /** The settings of the only reference, as it stands in {@link #reference()}. */
    ReferenceSettings refer() {
        return refer(reference());
    }

    /** The settings of the first reference among these elements. */
    ReferenceSettings refer(ConfigElement... written) {
        return refer(outside(), written);
    }

    ReferenceSettings refer(OutsideSettings outside, ConfigElement... written) {
        return with(application()).with(written).resolve(outside).references().get(0);
    }

    /** The one warning that there is. */
    AbstractStringAssert<?> assertWarning() {
        return assertThat(resolver.newWarnings())
                .extracting(ConfigProblem::message)
                .singleElement()
                .asString();
    }

    ServiceSettings export(ConfigElement... others) {
        return with(application(), service()).with(others).resolve().services().get(0);
    }
}
