// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.fixture.LogCapture;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideSettingsTest {
    private static final BeanSource NO_BEANS = new BeanSource() {
        @Override
        public Class<?> typeOf(String name) {
            return null;
        }

        @Override
        public boolean isSingleton(String name) {
            return true;
        }

        @Override
        public Object bean(String name) {
            throw new IllegalArgumentException(name);
        }
    };

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> file = new HashMap<>();

    private SettingsResolver.Resolved resolve(ConfigElement... elements) {
        OutsideSettings outside = new OutsideSettings(properties, environment, file, "dubbo.properties");
        SettingsResolver resolver = new SettingsResolver(getClass().getClassLoader(), NO_BEANS, Map.of(), outside);
        List<ConfigElement> all = List.of(elements);
        resolver.add(all);
        return resolver.resolve(all, reference -> List.of(), service -> List.of());
    }

    private static ConfigElement application() {
        return ConfigElement.of(ElementKind.APPLICATION).set("name", "shop");
    }

    private static ConfigElement reference() {
        return ConfigElement.reference(Runnable.class).id("runner").set("url", "127.0.0.1:20880");
    }

    private ReferenceSettings refer(ConfigElement reference, ConfigElement... others) {
        ConfigElement[] all = java.util.Arrays.copyOf(others, others.length + 2);
        all[others.length] = application();
        all[others.length + 1] = reference;
        return resolve(all).references().get(0);
    }

    private int timeout() {
        return refer(reference().set("timeout", 5)).defaults().timeoutMillis();
    }

    @Test
    void propertiesBeatTheEnvironmentBeatsTheElementBeatsTheFile() {
        file.put("dubbo.reference.timeout", "6");
        assertThat(timeout()).isEqualTo(5);
        assertThat(refer(reference()).defaults().timeoutMillis()).isEqualTo(6);
        environment.put("DUBBO_REFERENCE_TIMEOUT", "4");
        assertThat(timeout()).isEqualTo(4);
        properties.put("dubbo.reference.timeout", "3");
        assertThat(timeout()).isEqualTo(3);
        properties.put("dubbo.reference.java.lang.Runnable.timeout", "2");
        assertThat(timeout()).isEqualTo(2);
        properties.put("dubbo.reference.runner.timeout", "1");
        assertThat(timeout()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dubbo.application.register-mode",
                "dubbo.application.register.mode",
                "dubbo.application.registerMode",
                "dubbo.application.shop.register-mode",
            })
    void dashDotAndCamelCaseAreOneKey(String key) {
        properties.put(key, "instance");
        assertThatThrownBy(() -> refer(reference()))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("CFG-16 system property: key " + key + " = \"instance\"");
    }

    @Test
    void aMistakeInAFileDoesNotMatterWhereItIsOverridden() {
        properties.put("dubbo.reference.check", "false");
        assertThat(refer(reference().set("check", "maybe")).check()).isFalse();
    }

    @Test
    void aMistakeOutsideNamesItsKey() {
        properties.put("dubbo.reference.runner.timeout", "abc");
        assertThatThrownBy(() -> refer(reference()))
                .hasMessageContaining("CFG-02 system property: key dubbo.reference.runner.timeout = \"abc\"");
    }

    @Test
    void defaultsNeedNoElement() {
        properties.put("dubbo.consumer.check", "false");
        assertThat(refer(reference()).check()).isFalse();
    }

    @Test
    void aPropertyNamedLikeAnInterfaceRedirectsItsReferences() {
        properties.put(Runnable.class.getName(), "dubbo://127.0.0.1:1");
        try (LogCapture log = new LogCapture(ReferenceResolver.class)) {
            ReferenceSettings settings = refer(
                    reference().set("registry", "none"),
                    ConfigElement.of(ElementKind.REGISTRY).id("none").set("address", "N/A"));
            assertThat(settings.endpoints()).singleElement().asString().isEqualTo("127.0.0.1:1");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN dubbo:reference interface \"java.lang.Runnable\" calls what system property")
                    .endsWith("its own url and registry do not count");
        }
    }

    @Test
    void theFileIsFoundOnTheClassPath(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("dubbo.properties"), "dubbo.reference.timeout=77\n");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            OutsideSettings outside = OutsideSettings.ofProcess(loader);
            SettingsResolver resolver = new SettingsResolver(getClass().getClassLoader(), NO_BEANS, Map.of(), outside);
            List<ConfigElement> all = List.of(application(), reference());
            resolver.add(all);
            assertThat(resolver.resolve(all, r -> List.of(), s -> List.of()).references())
                    .singleElement()
                    .satisfies(r -> assertThat(r.defaults().timeoutMillis()).isEqualTo(77));
        }
    }
}
