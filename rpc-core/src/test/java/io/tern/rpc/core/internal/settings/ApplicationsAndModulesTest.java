// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.registry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What references and services take from the application and the module that they name, or else from the default ones. */
class ApplicationsAndModulesTest {
    private final SettingsBench bench = new SettingsBench();

    private static ConfigElement module(String id) {
        return ConfigElement.of(ElementKind.MODULE).set("id", id).set("name", "module-" + id);
    }

    private static ConfigElement application(String id) {
        return ConfigElement.of(ElementKind.APPLICATION).set("id", id).set("name", "shop");
    }

    private static List<String> ids(List<RegistrySettings> registries) {
        return registries.stream().map(RegistrySettings::id).toList();
    }

    @Test
    void theModuleIsPublishedWithAllThatItSays() {
        ConfigElement module = module("a")
                .set("version", "1.2")
                .set("owner", "ann,bob")
                .set("organization", "sales")
                .parameter("floor", "3");
        Map<String, String> wanted = Map.of(
                "module", "module-a",
                "module.version", "1.2",
                "module.owner", "ann,bob",
                "module.organization", "sales",
                "floor", "3");

        assertThat(bench.serve(s -> {}, module, registry(SettingsBench.ZOOKEEPER))
                        .published())
                .containsAllEntriesOf(wanted);
        assertThat(new SettingsBench()
                        .refer(r -> {}, module.set("id", "b"), registry("r", SettingsBench.ZOOKEEPER))
                        .published())
                .containsAllEntriesOf(wanted);
    }

    @Test
    void theRegistriesOfTheModuleCountMoreThanThoseOfTheApplicationAndLessThanTheOwn() {
        bench.application().set("registry", "ofApplication");
        ConfigElement[] others = {
            registry("ofApplication", "zookeeper://a:1"),
            registry("ofModule", "zookeeper://m:1"),
            registry("own", "zookeeper://o:1"),
            module("a").set("registry", "ofModule")
        };

        assertThat(ids(bench.serve(s -> {}, others).registries())).containsExactly("ofModule");
        assertThat(ids(bench.serve(s -> s.set("id", "second").set("registry", "own"))
                        .registries()))
                .containsExactly("own");
        assertThat(ids(bench.refer(r -> {}).registries())).containsExactly("ofModule");
    }

    @Test
    void aNamedModuleCountsInPlaceOfTheDefaultOne() {
        ConfigElement[] others = {
            module("usual"),
            module("special").set("default", "false").set("registry", "two"),
            registry("one", "zookeeper://a:1"),
            registry("two", "zookeeper://b:1")
        };

        assertThat(bench.serve(s -> {}, others).published()).containsEntry("module", "module-usual");
        assertThat(bench.serve(s -> s.set("id", "second").set("module", "special"))
                        .published())
                .containsEntry("module", "module-special");
        assertThat(ids(bench.refer(r -> r.set("module", "special")).registries()))
                .containsExactly("two");
    }

    @Test
    void twoDefaultModulesAreAMistake() {
        assertThatThrownBy(() -> bench.serve(s -> {}, module("a"), module("b")))
                .hasMessageContaining("CFG-12 dubbo:module id \"b\"");
    }

    @Test
    void aNamedApplicationCountsInPlaceOfTheDefaultOne() {
        bench.application().set("id", "usual").set("owner", "ann").set("default", "true");
        ConfigElement[] others = {
            application("special").set("owner", "bob").set("registry", "two").parameter("env", "x"),
            registry("one", "zookeeper://a:1"),
            registry("two", "zookeeper://b:1")
        };

        assertThat(bench.serve(s -> {}, others).published())
                .containsEntry("owner", "ann")
                .doesNotContainKey("env");
        assertThat(bench.serve(s -> s.set("id", "second").set("application", "special"))
                        .published())
                .containsEntry("owner", "bob")
                .containsEntry("env", "x");
        assertThat(ids(bench.refer(r -> r.set("application", "special")).registries()))
                .containsExactly("two");
        assertThat(bench.resolver().application().parameters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "module"})
    void anIdThatNobodyHasIsReported(String attribute) {
        assertThatThrownBy(() -> bench.serve(
                        s -> s.set(attribute, "nobody"), module("known"), registry(SettingsBench.ZOOKEEPER)))
                .hasMessageContaining(
                        "CFG-07 dubbo:service id \"fooExport\": attribute " + attribute + " = \"nobody\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPLICATION", "MODULE"})
    void defaultIsABoolean(String kind) {
        ConfigElement element =
                ConfigElement.of(ElementKind.valueOf(kind)).set("id", "second").set("name", "shop");

        assertThatThrownBy(() -> bench.serve(s -> {}, element.set("default", "maybe")))
                .hasMessageContaining("CFG-04 " + element.kind().qualifiedName() + " id \"second\": attribute default");
        assertThat(new SettingsBench()
                        .serve(
                                s -> {},
                                element.set("default", " ").set("owner", "bob"),
                                registry(SettingsBench.ZOOKEEPER))
                        .published())
                .containsEntry(kind.equals("MODULE") ? "module.owner" : "owner", "bob");
    }

    @Test
    void theApplicationThatSaysSoIsTheDefaultOneAndOnlyOneMay() {
        bench.application().set("owner", "ann");
        assertThat(bench.serve(
                                s -> {},
                                application("second").set("owner", "bob").set("default", "true"),
                                registry(SettingsBench.ZOOKEEPER))
                        .published())
                .containsEntry("owner", "bob");

        SettingsBench other = new SettingsBench();
        other.application().set("default", "true");
        assertThatThrownBy(() -> other.serve(s -> {}, application("second").set("default", "true")))
                .hasMessageContaining("CFG-12 dubbo:application");
    }

    @Test
    void callsGoByTheParametersOfTheDefaultApplicationOrOfTheOneThatTheReferenceNames() {
        bench.application().parameter("tern.deadline", "usual");
        ConfigElement special = application("special").set("default", "false").parameter("tern.deadline", "special");
        ConfigElement registry = registry(SettingsBench.ZOOKEEPER);

        assertThat(bench.refer(r -> {}, special, registry).parameters()).containsEntry("tern.deadline", "usual");
        assertThat(bench.refer(r -> r.set("id", "second").set("application", "special"))
                        .parameters())
                .containsEntry("tern.deadline", "special");
    }

    @Test
    void anApplicationThatIsNotTheDefaultOneLeavesThePlaceToAnother() {
        bench.application().set("owner", "ann");
        assertThat(bench.serve(
                                s -> {},
                                application("first").set("owner", "bob").set("default", "false"),
                                registry(SettingsBench.ZOOKEEPER))
                        .published())
                .containsEntry("owner", "ann");
    }
}
