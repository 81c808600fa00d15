// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.settings.SettingsBench.FooService;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code class} in place of {@code ref}: with somebody who has beans, and without. */
class CreatedImplementationTest {
    /** Can be made, and has a property. */
    public static class Server implements FooService {
        private String suffix = "";

        public void setSuffix(String text) {
            suffix = text;
        }

        @Override
        public String findFoo(String id) {
            return id + suffix;
        }

        @Override
        public int countFoo() {
            return 1;
        }
    }

    /** Cannot be made. */
    public static class NeedsMore extends Server {
        public NeedsMore(String more) {
            setSuffix(more);
        }
    }

    /** Cannot be made either. */
    public abstract static class Unfinished extends Server {}

    /** Fails while it is made. */
    public static class Broken extends Server {
        public Broken() {
            throw new IllegalStateException("no luck");
        }
    }

    private final Server bean = new Server();
    private @Nullable String beanName;

    private SettingsResolver resolver() {
        return new SettingsResolver(
                getClass().getClassLoader(),
                new BeanSource() {
                    @Override
                    public @Nullable Class<?> typeOf(String name) {
                        return name.equals(beanName) ? Server.class : null;
                    }

                    @Override
                    public boolean isSingleton(String name) {
                        return true;
                    }

                    @Override
                    public Object bean(String name) {
                        return bean;
                    }
                },
                Map.<String, Set<String>>of(),
                new OutsideSettings(Map.of(), Map.of(), Map.of(), "none"));
    }

    private ServiceSettings serve(SettingsResolver resolver, Consumer<ConfigElement> attributes) {
        ConfigElement service = service().set("ref", null);
        attributes.accept(service);
        List<ConfigElement> all =
                List.of(ConfigElement.of(ElementKind.APPLICATION).set("name", "shop"), service);
        resolver.add(all);
        return resolver.resolve(all, reference -> List.of(), settings -> List.of())
                .services()
                .get(0);
    }

    private Object implementation(Consumer<ConfigElement> attributes) {
        SettingsResolver resolver = resolver();
        return resolver.withImplementation(serve(resolver, attributes)).implementation();
    }

    private List<String> mistakes(Consumer<ConfigElement> attributes) {
        return catchThrowableOfType(RpcConfigException.class, () -> serve(resolver(), attributes))
                .problems();
    }

    private static ConfigElement property(String name) {
        return ConfigElement.of(ElementKind.PROPERTY).set("name", name);
    }

    @Test
    void withoutBeansTheObjectIsMadeOfTheNameOrTheClass() {
        assertThat(implementation(s -> s.set("class", Server.class.getName()))).isExactlyInstanceOf(Server.class);
        assertThat(implementation(s -> s.set("class", Server.class))).isExactlyInstanceOf(Server.class);
    }

    @Test
    void theBeanNamedByIdAndImplIsTaken() {
        beanName = "fooExportImpl";
        assertThat(implementation(s -> s.set("class", Server.class.getName())
                        .add(property("suffix").set("value", "!"))))
                .isSameAs(bean);
    }

    @ParameterizedTest
    @CsvSource({
        "com.no.Such, CFG-08, is not a class that can be loaded",
        "java.lang.Runnable, CFG-08, does not implement",
        "Unfinished, CFG-08, is abstract",
        "NeedsMore, CFG-08, no constructor without parameters",
        "com..Foo, CFG-08, attribute class",
        "'${no.such}', CFG-13, no.such"
    })
    void aClassThatCannotServeIsTheOneMistake(String name, String code, String fault) {
        String text = name.matches("[A-Z]\\w+") ? getClass().getName() + '$' + name : name;
        assertThat(mistakes(s -> s.set("class", text)))
                .singleElement()
                .asString()
                .startsWith(code + " dubbo:service id \"fooExport\": ")
                .contains(fault);
    }

    @Test
    void aClassThatFailsIsNamedWhenItIsMade() {
        assertThatThrownBy(() -> implementation(s -> s.set("class", Broken.class.getName())))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("CFG-08 dubbo:service id \"fooExport\": attribute class")
                .satisfies(error -> assertThat(error.getSuppressed()[0]).hasMessage("no luck"));
    }

    @Test
    void classAndRefContradictEachOther() {
        assertThat(mistakes(s -> s.set("class", Server.class.getName()).set("ref", "server")))
                .singleElement()
                .asString()
                .startsWith("CFG-11 ")
                .contains("attribute class", "the attribute ref");
    }

    @Test
    void aBlankClassIsNone() {
        assertThat(mistakes(s -> s.set("class", " ")))
                .singleElement()
                .asString()
                .startsWith("CFG-06 ")
                .contains("attribute ref");
    }

    @Test
    void everyWrongPropertyIsReported() {
        beanName = "fooExportImpl";
        assertThat(mistakes(s -> s.set("class", Server.class.getName())
                        .add(property("sufix").set("value", "!"))
                        .add(property("suffix"))
                        .add(property("suffix").set("value", "!").set("ref", "fooExportImpl"))
                        .add(property("suffix").set("ref", "nobody"))
                        .add(ConfigElement.of(ElementKind.PROPERTY).set("value", "x"))))
                .satisfiesExactlyInAnyOrder(
                        mistake -> assertThat(mistake).startsWith("CFG-08 ").contains("setSufix"),
                        mistake -> assertThat(mistake).startsWith("CFG-06 ").contains("attribute value"),
                        mistake -> assertThat(mistake).startsWith("CFG-11 ").contains("attribute ref"),
                        mistake -> assertThat(mistake).startsWith("CFG-07 ").contains("nobody"),
                        mistake -> assertThat(mistake).startsWith("CFG-06 ").contains("attribute name"));
    }

    @Test
    void propertiesNeedAClassAndSomebodyWhoSetsThem() {
        beanName = "server";
        assertThat(mistakes(s -> s.set("ref", "server").add(property("suffix").set("value", "!"))))
                .singleElement()
                .asString()
                .startsWith("CFG-11 dubbo:property name \"suffix\"");
        assertThat(mistakes(s -> s.set("class", Server.class.getName())
                        .add(property("suffix").set("value", "!"))))
                .singleElement()
                .asString()
                .startsWith("CFG-11 ")
                .contains("made by code");
    }
}
