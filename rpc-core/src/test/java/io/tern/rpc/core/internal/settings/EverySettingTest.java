// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.ZOOKEEPER;
import static io.tern.rpc.core.internal.settings.SettingsBench.reference;
import static io.tern.rpc.core.internal.settings.SettingsBench.registry;
import static io.tern.rpc.core.internal.settings.SettingsBench.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.Scope;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written arrives in the settings, from each element that may hold it; and what is the only way anyway changes nothing. */
class EverySettingTest {
    private static final List<String> NOT_COMPARED = List.of(".*origins.*", ".*published.*", ".*parameters.*");

    static Stream<Arguments> ofPorts() {
        return Stream.of(
                Arguments.of("host", "10.0.0.7", portValue(ProtocolSettings::host), "10.0.0.7"),
                Arguments.of("host", "0.0.0.0", portValue(ProtocolSettings::host), null),
                Arguments.of("port", "20999", portValue(ProtocolSettings::port), 20_999),
                Arguments.of("port", "0", portValue(ProtocolSettings::searchPort), true),
                Arguments.of(
                        "threadpool",
                        "eager",
                        portValue(ProtocolSettings::threadPool),
                        ProtocolSettings.ThreadPool.EAGER),
                Arguments.of("threads", "7", portValue(ProtocolSettings::threads), 7),
                Arguments.of("alive", "500", portValue(ProtocolSettings::aliveMillis), 500),
                Arguments.of("queues", "3", portValue(ProtocolSettings::queues), 3),
                Arguments.of("iothreads", "2", portValue(ProtocolSettings::ioThreads), 2),
                Arguments.of("accepts", "9", portValue(p -> p.server().acceptLimit()), 9),
                Arguments.of("accepts", "-1", portValue(p -> p.server().acceptLimit()), 0),
                Arguments.of("payload", "1000", portValue(p -> p.server().payloadLimitBytes()), 1_000),
                Arguments.of(
                        "dispatcher",
                        "direct",
                        portValue(ProtocolSettings::dispatcher),
                        ProtocolSettings.Dispatcher.DIRECT),
                Arguments.of(
                        "dispather",
                        "message",
                        portValue(ProtocolSettings::dispatcher),
                        ProtocolSettings.Dispatcher.MESSAGE));
    }

    static Stream<Arguments> ofProtocols() {
        return Stream.of(
                Arguments.of("corethreads", "3", portValue(ProtocolSettings::coreThreads), 3),
                Arguments.of("heartbeat", "2000", portValue(p -> p.server().heartbeatMillis()), 2_000),
                Arguments.of("keepalive", "no", portValue(p -> p.server().keepAlive()), false),
                Arguments.of("register", "no", portValue(ProtocolSettings::register), false));
    }

    static Stream<Arguments> ofServices() {
        return Stream.of(
                Arguments.of("timeout", "77", serviceValue(s -> s.defaults().timeoutMillis()), 77),
                Arguments.of("executes", "5", serviceValue(s -> s.defaults().executes()), 5),
                Arguments.of("group", "blue", serviceValue(s -> s.service().group()), "blue"),
                Arguments.of("version", "2.0", serviceValue(s -> s.service().version()), "2.0"),
                Arguments.of("token", "some-word", serviceValue(ServiceSettings::token), "some-word"),
                Arguments.of("filter", "a, -b", serviceValue(ServiceSettings::filters), List.of("a", "-b")),
                Arguments.of("accesslog", "some/file", serviceValue(ServiceSettings::accessLog), "some/file"),
                Arguments.of("export", "off", serviceValue(ServiceSettings::export), false),
                Arguments.of("delay", "9", serviceValue(ServiceSettings::delayMillis), 9),
                Arguments.of("scope", "remote", serviceValue(s -> s.style().scope()), Scope.REMOTE));
    }

    static Stream<Arguments> ofReferences() {
        return Stream.of(
                Arguments.of("timeout", "77", referenceValue(r -> r.defaults().timeoutMillis()), 77),
                Arguments.of("retries", "5", referenceValue(r -> r.defaults().retries()), 5),
                Arguments.of("async", "yes", referenceValue(r -> r.defaults().async()), true),
                Arguments.of("sent", "on", referenceValue(r -> r.defaults().sent()), true),
                Arguments.of("actives", "4", referenceValue(r -> r.defaults().actives()), 4),
                Arguments.of("check", "false", referenceValue(ReferenceSettings::check), false),
                Arguments.of("init", "false", referenceValue(ReferenceSettings::init), false),
                Arguments.of("lazy", "true", referenceValue(r -> r.connection().lazy()), true),
                Arguments.of(
                        "reconnect", "600", referenceValue(r -> r.connection().reconnectMillis()), 600),
                Arguments.of("version", "2.0", referenceValue(r -> r.service().version()), "2.0"),
                Arguments.of("group", "blue", referenceValue(r -> r.service().group()), "blue"),
                Arguments.of("connections", "3", referenceValue(ReferenceSettings::connections), 3),
                Arguments.of("proxy", "jdk", referenceValue(ReferenceSettings::proxy), "jdk"),
                Arguments.of("filter", "a, -b", referenceValue(ReferenceSettings::filters), List.of("a", "-b")),
                Arguments.of("scope", "remote", referenceValue(r -> r.style().scope()), Scope.REMOTE),
                Arguments.of("injvm", "false", referenceValue(r -> r.style().scope()), Scope.REMOTE));
    }

    static Stream<Arguments> ofMethods() {
        return Stream.of(
                Arguments.of(
                        "timeout", "77", referenceValue(r -> r.method("findFoo").timeoutMillis()), 77),
                Arguments.of(
                        "retries", "5", referenceValue(r -> r.method("findFoo").retries()), 5),
                Arguments.of(
                        "async", "yes", referenceValue(r -> r.method("findFoo").async()), true),
                Arguments.of(
                        "sent", "on", referenceValue(r -> r.method("findFoo").sent()), true),
                Arguments.of(
                        "return",
                        "false",
                        referenceValue(r -> r.method("findFoo").oneWay()),
                        true),
                Arguments.of(
                        "actives", "4", referenceValue(r -> r.method("findFoo").actives()), 4));
    }

    private static Function<ProtocolSettings, Object> portValue(Function<ProtocolSettings, Object> of) {
        return of;
    }

    private static Function<ServiceSettings, Object> serviceValue(Function<ServiceSettings, Object> of) {
        return of;
    }

    private static Function<ReferenceSettings, Object> referenceValue(Function<ReferenceSettings, Object> of) {
        return of;
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource({"ofPorts", "ofProtocols"})
    void aProtocolSays(String name, String text, Function<ProtocolSettings, Object> value, Object expected) {
        ConfigElement protocol =
                ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo").set(name, text);
        assertThat(value.apply(portOf(protocol))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("ofPorts")
    void elseTheProviderSays(String name, String text, Function<ProtocolSettings, Object> value, Object expected) {
        assertThat(value.apply(portOf(ConfigElement.of(ElementKind.PROVIDER).set(name, text))))
                .isEqualTo(expected);
    }

    private static ProtocolSettings portOf(ConfigElement element) {
        return new SettingsBench().serve(s -> {}, element).protocols().get(0);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("ofServices")
    void aServiceOrItsProviderSays(String name, String text, Function<ServiceSettings, Object> value, Object expected) {
        assertThat(value.apply(new SettingsBench().serve(s -> s.set(name, text))))
                .isEqualTo(expected);
        assertThat(value.apply(new SettingsBench()
                        .serve(s -> {}, ConfigElement.of(ElementKind.PROVIDER).set(name, text))))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("ofReferences")
    void aReferenceOrItsConsumerSays(
            String name, String text, Function<ReferenceSettings, Object> value, Object expected) {
        assertThat(value.apply(refer(r -> r.set(name, text)))).isEqualTo(expected);
        assertThat(value.apply(
                        refer(r -> {}, ConfigElement.of(ElementKind.CONSUMER).set(name, text))))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("ofMethods")
    void aMethodSays(String name, String text, Function<ReferenceSettings, Object> value, Object expected) {
        assertThat(value.apply(refer(r -> r.method("findFoo", m -> m.set(name, text)))))
                .isEqualTo(expected);
    }

    private static ReferenceSettings refer(Consumer<ConfigElement> attributes, ConfigElement... others) {
        return new SettingsBench().refer(r -> attributes.accept(r.set("url", "h:1")), others);
    }

    @ParameterizedTest
    @CsvSource({
        "server, netty",
        "server, netty4",
        "client, netty4",
        "transporter, netty4",
        "serialization, hessian2",
        "charset, utf-8",
        "prefer-serialization, 'fastjson2,hessian2'",
        "buffer, 4096",
        "buffer, 65536"
    })
    void whatIsTheOnlyWayForAPortChangesNothing(String name, String text) {
        ServiceSettings plain = new SettingsBench()
                .serve(s -> {}, ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo"));
        SettingsBench bench = new SettingsBench();
        ServiceSettings written = bench.serve(
                s -> {},
                ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo").set(name, text),
                ConfigElement.of(ElementKind.PROVIDER).set(name, text));
        assertThat(written.protocols())
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(NOT_COMPARED.toArray(String[]::new))
                .isEqualTo(plain.protocols());
        assertThat(bench.warnings()).isEmpty();
    }

    @Test
    void aPortThatIsNotEncryptedChangesNothing() {
        SettingsBench bench = new SettingsBench();
        bench.serve(
                s -> {},
                ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo").set("ssl-enabled", "false"));
        assertThat(bench.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "serialization, hessian2",
        "cache, false",
        "validation, N/A",
        "prefer-serialization, 'fastjson2,hessian2'",
        "stub, false",
        "local, false",
        "proxy, javassist",
        "mock, false"
    })
    void whatIsSwitchedOffOrTheOnlyWayChangesNothing(String name, String text) {
        SettingsBench bench = new SettingsBench();
        assertThat(bench.refer(
                        r -> r.set("url", "h:1").set(name, text),
                        ConfigElement.of(ElementKind.CONSUMER).set(name, text)))
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(NOT_COMPARED.toArray(String[]::new))
                .isEqualTo(refer(r -> {}));
        assertThat(bench.warnings()).isEmpty();
        SettingsBench provider = new SettingsBench();
        assertThat(provider.serve(
                                s -> s.set(name, text),
                                ConfigElement.of(ElementKind.PROVIDER).set(name, text))
                        .defaults())
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(NOT_COMPARED.toArray(String[]::new))
                .isEqualTo(new SettingsBench().serve(s -> {}).defaults());
        assertThat(provider.warnings()).isEmpty();
    }

    @Test
    void whatIsNotGenericChangesNothing() {
        SettingsBench bench = new SettingsBench();
        bench.refer(
                r -> r.set("url", "h:1").set("generic", "false"),
                ConfigElement.of(ElementKind.CONSUMER).set("generic", "false"));
        assertThat(bench.warnings()).isEmpty();
        SettingsBench provider = new SettingsBench();
        assertThat(provider.serve(s -> s.set("generic", "false"), registry(ZOOKEEPER))
                        .published())
                .containsEntry("generic", "false");
        assertThat(provider.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"serialize-check-status, strict", "enable-empty-protection, true", "owner, ann", "default, true"})
    void theApplicationMaySayWhatHoldsAnyway(String name, String text) {
        SettingsBench bench = new SettingsBench();
        bench.application().set(name, text);
        bench.mistakes();
        assertThat(bench.warnings()).isEmpty();
    }

    @Test
    void theApplicationSaysItsNameAndHowLongAStopMayTake() {
        SettingsBench bench = new SettingsBench();
        bench.application().set("name", "shop").set("shutwait", "70");
        bench.mistakes();
        assertThat(bench.resolver().application().name()).isEqualTo("shop");
        assertThat(bench.resolver().application().shutdownWaitMillis()).isEqualTo(70);
    }

    @ParameterizedTest
    @CsvSource({"SERVICE", "PROVIDER", "REFERENCE", "CONSUMER"})
    void theModuleThatAnElementNamesIsPublished(ElementKind kind) {
        ConfigElement other =
                ConfigElement.of(ElementKind.MODULE).set("name", "other").set("default", "false");
        ConfigElement shop = ConfigElement.of(ElementKind.MODULE)
                .set("id", "m")
                .set("name", "web")
                .set("default", "false");
        boolean served = kind == ElementKind.SERVICE || kind == ElementKind.PROVIDER;
        ConfigElement end = (served ? service() : reference());
        ConfigElement defaults = ConfigElement.of(served ? ElementKind.PROVIDER : ElementKind.CONSUMER);
        (kind == end.kind() ? end : defaults).set("module", "m");
        SettingsResolver.Resolved resolved =
                new SettingsBench().resolve(registry(ZOOKEEPER), other, shop, defaults, end);
        assertThat(
                        served
                                ? resolved.services().get(0).published()
                                : resolved.references().get(0).published())
                .containsEntry("module", "web");
    }

    @Test
    void aHiddenParameterIsKeptUnderADotAndNotPublished() {
        ConfigElement hidden = ConfigElement.of(ElementKind.PARAMETER)
                .set("key", "zone")
                .set("value", "east")
                .set("hide", "true");
        ServiceSettings settings = new SettingsBench().serve(s -> s.add(hidden), registry(ZOOKEEPER));
        assertThat(settings.parameters()).containsEntry(".zone", "east");
        assertThat(settings.published()).doesNotContainKeys("zone", ".zone");
    }

    @Test
    void aServiceSaysUnderWhichPathByWhichProtocolsAndWithWhichDefaults() {
        ServiceSettings settings = new SettingsBench()
                .serve(
                        s -> s.set("path", "some/Foo").set("protocol", "two").set("provider", "p"),
                        ConfigElement.of(ElementKind.PROTOCOL).set("id", "one").set("name", "dubbo"),
                        ConfigElement.of(ElementKind.PROTOCOL)
                                .set("id", "two")
                                .set("name", "dubbo")
                                .set("port", 7),
                        ConfigElement.of(ElementKind.PROVIDER).set("timeout", 5),
                        ConfigElement.of(ElementKind.PROVIDER)
                                .set("id", "p")
                                .set("default", "false")
                                .set("timeout", 6));
        assertThat(settings.path()).isEqualTo("some/Foo");
        assertThat(settings.protocols()).extracting(ProtocolSettings::port).containsExactly(7);
        assertThat(settings.defaults().timeoutMillis()).isEqualTo(6);
    }

    @Test
    void aProviderNamesTheProtocolsOfItsServices() {
        assertThat(new SettingsBench()
                        .serve(
                                s -> {},
                                ConfigElement.of(ElementKind.PROTOCOL)
                                        .set("id", "one")
                                        .set("name", "dubbo"),
                                ConfigElement.of(ElementKind.PROTOCOL)
                                        .set("id", "two")
                                        .set("name", "dubbo")
                                        .set("port", 7)
                                        .set("default", "false"),
                                ConfigElement.of(ElementKind.PROVIDER).set("protocol", "two"))
                        .protocols())
                .extracting(ProtocolSettings::port)
                .containsExactly(7);
    }

    @Test
    void aReferenceNamesItsConsumerAndItsProtocol() {
        SettingsBench bench = new SettingsBench();
        ReferenceSettings settings = bench.refer(
                r -> r.set("url", "h:1")
                        .set("consumer", "c")
                        .set("protocol", "dubbo")
                        .set("client", "netty"),
                ConfigElement.of(ElementKind.CONSUMER).set("timeout", 5),
                ConfigElement.of(ElementKind.CONSUMER)
                        .set("id", "c")
                        .set("default", "false")
                        .set("timeout", 6)
                        .set("client", "netty4"));
        assertThat(settings.defaults().timeoutMillis()).isEqualTo(6);
        assertThat(bench.warnings()).isEmpty();
    }

    @Test
    void theAccessLogOfAProtocolIsThatOfItsServices() {
        ServiceSettings settings = new SettingsBench()
                .serve(
                        s -> {},
                        ConfigElement.of(ElementKind.PROTOCOL)
                                .set("name", "dubbo")
                                .set("accesslog", "some/file"));
        assertThat(settings.accessLog()).isEqualTo("some/file");
    }

    @Test
    void aConfigCenterMayNeedALogIn() {
        SettingsBench bench = new SettingsBench();
        ConfigElement center = ConfigElement.of(ElementKind.CONFIG_CENTER)
                .set("address", "zookeeper://joe:other@h")
                .set("username", "ann")
                .set("password", "some-word");
        assertThat(bench.mistakes(center)).isEmpty();
        assertThat(bench.resolver().configCenter().username()).isEqualTo("ann");
        assertThat(bench.resolver().configCenter().password()).isEqualTo("some-word");
    }
}
