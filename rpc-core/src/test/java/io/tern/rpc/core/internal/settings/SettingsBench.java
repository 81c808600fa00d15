// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.RpcConfigException;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A resolver with a few kinds of registry, and an application, a reference and a service to hand to it. */
final class SettingsBench {
    interface FooService {
        String findFoo(String id);

        int countFoo();
    }

    static final class FooServer implements FooService {
        @Override
        public String findFoo(String id) {
            return id;
        }

        @Override
        public int countFoo() {
            return 0;
        }
    }

    static final String FOO = FooService.class.getName();
    static final String ZOOKEEPER = "zookeeper://127.0.0.1:2181";

    private final Map<String, String> properties = new HashMap<>(Map.of("user.home", "/home/me"));
    private final ConfigElement application =
            ConfigElement.of(ElementKind.APPLICATION).set("name", "shop");
    private @Nullable SettingsResolver resolver;
    private Function<ReferenceSettings, List<ConfigProblem>> check = reference -> List.of();

    /** Sets a system property. */
    SettingsBench property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** Looks at references as plug-ins would. */
    void check(Function<ReferenceSettings, List<ConfigProblem>> problems) {
        check = problems;
    }

    /** The application's element. */
    ConfigElement application() {
        return application;
    }

    SettingsResolver resolver() {
        if (resolver == null) {
            FooServer server = new FooServer();
            resolver = new SettingsResolver(
                    SettingsBench.class.getClassLoader(),
                    new BeanSource() {
                        @Override
                        public Class<?> typeOf(String name) {
                            return FooServer.class;
                        }

                        @Override
                        public boolean isSingleton(String name) {
                            return true;
                        }

                        @Override
                        public Object bean(String name) {
                            return server;
                        }
                    },
                    Map.of(
                            "address", Set.of("zookeeper", "nacos", "multicast", "file", "mine"),
                            "cluster", Set.of("careful"),
                            "loadbalance", Set.of("nearest")),
                    new OutsideSettings(properties, Map.of(), Map.of(), "none"));
        }
        return resolver;
    }

    static ConfigElement registry(String address) {
        return ConfigElement.of(ElementKind.REGISTRY).set("address", address);
    }

    static ConfigElement registry(String id, String address) {
        return registry(address).set("id", id);
    }

    static ConfigElement reference() {
        return ConfigElement.reference(FooService.class).set("id", "foo");
    }

    static ConfigElement service() {
        return ConfigElement.of(ElementKind.SERVICE)
                .set("id", "fooExport")
                .set("interface", FooService.class.getName())
                .set("ref", "server");
    }

    SettingsResolver.Resolved resolve(ConfigElement... elements) {
        List<ConfigElement> all = new ArrayList<>(List.of(elements));
        if (resolver == null) {
            all.add(application);
        }
        resolver().add(all);
        return resolver().resolve(all, check, service -> List.of());
    }

    ReferenceSettings refer(Consumer<ConfigElement> attributes, ConfigElement... others) {
        ConfigElement reference = reference();
        attributes.accept(reference);
        return resolve(Stream.concat(Stream.of(others), Stream.of(reference)).toArray(ConfigElement[]::new))
                .references()
                .get(0);
    }

    ServiceSettings serve(Consumer<ConfigElement> attributes, ConfigElement... others) {
        ConfigElement service = service();
        attributes.accept(service);
        return resolve(Stream.concat(Stream.of(others), Stream.of(service)).toArray(ConfigElement[]::new))
                .services()
                .get(0);
    }

    List<String> mistakes(ConfigElement... elements) {
        try {
            resolve(elements);
            return List.of();
        } catch (RpcConfigException e) {
            return e.problems();
        }
    }

    List<String> warnings() {
        return resolver().newWarnings().stream().map(ConfigProblem::message).toList();
    }
}
