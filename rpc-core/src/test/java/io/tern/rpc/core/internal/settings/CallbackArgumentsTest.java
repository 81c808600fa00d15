// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.ZOOKEEPER;
import static io.tern.rpc.core.internal.settings.SettingsBench.registry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.ArgumentSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.fixture.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallbackArgumentsTest {
    interface Listener {
        void changed(String what);
    }

    interface Source {
        void listen(String topic, Listener listener);

        void listen(Listener listener);

        void forget(String topic, Listener listener);

        void put(List<String> values);
    }

    private static final class Server implements Source {
        @Override
        public void listen(String topic, Listener listener) {}

        @Override
        public void listen(Listener listener) {}

        @Override
        public void forget(String topic, Listener listener) {}

        @Override
        public void put(List<String> values) {}
    }

    private static final ArgumentSettings ADDED = new ArgumentSettings(1, null, true);

    private final SettingsBench bench = new SettingsBench();

    private static ConfigElement argument(@Nullable String index, @Nullable String type, @Nullable String callback) {
        return ConfigElement.of(ElementKind.ARGUMENT)
                .set("index", index)
                .set("type", type)
                .set("callback", callback);
    }

    private ReferenceSettings refer(ConfigElement reference, ConfigElement... others) {
        List<ConfigElement> all = new ArrayList<>(List.of(others));
        all.add(reference.set("id", "source"));
        return bench.resolve(all.toArray(ConfigElement[]::new)).references().get(0);
    }

    private static ConfigElement reference() {
        return ConfigElement.reference(Source.class);
    }

    private static ConfigElement service() {
        return ConfigElement.of(ElementKind.SERVICE)
                .set("id", "sourceExport")
                .set("interface", Source.class.getName())
                .set("ref", new Server());
    }

    @Test
    void aServicePublishesItsCallbacksByPosition() {
        ConfigElement service = service()
                .set("callbacks", 7)
                .method("listen", m -> m.add(argument(null, Listener.class.getName(), "true")))
                .method("forget", m -> m.add(argument("1", null, "false")))
                .method("put", m -> m.add(argument("0", null, null)));
        Map<String, String> published =
                bench.resolve(registry(ZOOKEEPER), service).services().get(0).published();
        assertThat(published)
                .containsEntry("listen.0.callback", "true")
                .containsEntry("listen.1.callback", "true")
                .containsEntry("forget.1.callback", "false")
                .containsEntry("callbacks", "7")
                .doesNotContainKeys("put.0.callback", "forget.0.callback");
    }

    @Test
    void aServiceKnowsItsCallbacksWithoutRegistries() {
        var settings = bench.resolve(service().method("listen", m -> m.add(argument("1", null, "true"))))
                .services()
                .get(0);
        assertThat(settings.method("listen").arguments()).containsExactly(ADDED);
        assertThat(settings.method("put").arguments()).isEmpty();
        assertThat(settings.style().callbacks()).isEqualTo(1);
    }

    @Test
    void aDirectUrlAndTheReferencesOwnWordBothCount() {
        ReferenceSettings said =
                refer(reference().set("url", "dubbo://h:1?listen.1.callback=true&forget.1.callback=false&callbacks=5"));
        assertThat(said.method("listen").arguments()).containsExactly(ADDED);
        assertThat(said.method("forget").arguments()).containsExactly(new ArgumentSettings(1, null, false));
        assertThat(said.style().callbacks()).isEqualTo(5);
        ReferenceSettings written = new CallbackArgumentsTest()
                .refer(reference()
                        .set("url", "h:1")
                        .set("callbacks", 9)
                        .method("listen", m -> m.add(argument("1", null, "true"))));
        assertThat(written.method("listen").arguments()).containsExactly(ADDED);
        assertThat(written.style().callbacks()).isEqualTo(9);
    }

    @Test
    void withARegistryOnlyTheProvidersWordCounts() {
        ReferenceSettings silent =
                refer(reference().method("listen", m -> m.add(argument("1", null, "true"))), registry(ZOOKEEPER));
        assertThat(silent.method("listen").arguments()).isEmpty();
        ReferenceSettings merged = bench.resolver()
                .merged(
                        silent,
                        new ProviderHints(
                                ProviderHints.relevant(
                                        Map.of("listen.1.callback", "true", "callbacks", "4", "pid", "1")),
                                Map.of(),
                                Map.of()));
        assertThat(merged.method("listen").arguments()).containsExactly(ADDED);
        assertThat(merged.method("forget").arguments()).isEmpty();
        assertThat(merged.style().callbacks()).isEqualTo(4);
    }

    @Test
    void aRegistryCannotTurnValuesIntoCallbacks() {
        ProviderHints hints = new ProviderHints(Map.of("put.0.callback", "true"), Map.of(), Map.of());
        ReferenceSettings silent = refer(reference(), registry(ZOOKEEPER));
        assertThat(bench.resolver().merged(silent, hints).method("put").arguments())
                .isEmpty();
        CallbackArgumentsTest other = new CallbackArgumentsTest();
        ReferenceSettings willing =
                other.refer(reference().method("put", m -> m.add(argument("0", null, "true"))), registry(ZOOKEEPER));
        assertThat(other.bench.resolver().merged(willing, hints).method("put").arguments())
                .containsExactly(new ArgumentSettings(0, null, true));
    }

    @Test
    void aWrongWordOfAProviderDoesNotCountAndIsTold() {
        ReferenceSettings silent = refer(reference(), registry(ZOOKEEPER));
        try (LogCapture log = new LogCapture(ProviderMerge.class)) {
            ProviderHints hints = new ProviderHints(Map.of("listen.1.callback", "secret"), Map.of(), Map.of());
            assertThat(bench.resolver().merged(silent, hints).method("listen").arguments())
                    .isEmpty();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("listen.1.callback", "is not true or false")
                    .doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"0,,true", "0,,false", ",java.lang.String,true"})
    void aCallbackIsAnInterface(String index, String type, String callback) {
        ConfigElement reference =
                reference().set("url", "h:1").method("forget", m -> m.add(argument(index, type, callback)));
        assertThatThrownBy(() -> refer(reference))
                .isInstanceOfSatisfying(
                        RpcConfigException.class,
                        e -> assertThat(e.problems())
                                .singleElement()
                                .asString()
                                .startsWith("CFG-08 dubbo:argument ")
                                .contains(
                                        "attribute callback = \"" + callback + "\"",
                                        "interface",
                                        "(java.lang.String, "));
    }

    @ParameterizedTest
    @CsvSource({
        "listen.1.callback, listen, callback",
        "callback, '', callback",
        "a.b.callback, a.b, callback",
        "callbacks, '', callbacks",
        "listen.1.timeout, listen.1, timeout"
    })
    void thePositionIsNoPartOfTheMethod(String key, String method, String name) {
        assertThat(ParameterKey.of(key).method()).isEqualTo(method);
        assertThat(ParameterKey.of(key).name()).isEqualTo(name);
    }
}
