// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsResolverTest {
    interface FooService {
        String findFoo(String id);

        String findFoo(int id);

        int countFoo();
    }

    static final class FooServer implements FooService {
        @Override
        public String findFoo(String id) {
            return id;
        }

        @Override
        public String findFoo(int id) {
            return "";
        }

        @Override
        public int countFoo() {
            return 0;
        }
    }

    public static final class Notify {
        public void done(String foo) {}
    }

    private static final String URL = "dubbo://127.0.0.1:20880";

    private final Map<String, Object> beans = Map.of("foo", new FooServer(), "notify", new Notify(), "other", "text");
    private final SettingsResolver resolver = new SettingsResolver(
            SettingsResolverTest.class.getClassLoader(),
            new BeanSource() {
                @Override
                public Class<?> typeOf(String name) {
                    return beans.containsKey(name) ? beans.get(name).getClass() : null;
                }

                @Override
                public boolean isSingleton(String name) {
                    return true;
                }

                @Override
                public Object bean(String name) {
                    return beans.get(name);
                }
            },
            Map.of("loadbalance", Set.of("nearest"), "cluster", Set.of("careful")),
            new OutsideSettings(Map.of(), Map.of(), Map.of(), "none"));

    private static ConfigElement application() {
        return ConfigElement.of(ElementKind.APPLICATION).set("name", "shop");
    }

    private static ConfigElement reference() {
        return ConfigElement.reference(FooService.class)
                .set("id", "fooService")
                .id("fooService")
                .set("url", URL);
    }

    private static ConfigElement service() {
        return ConfigElement.of(ElementKind.SERVICE)
                .set("interface", FooService.class.getName())
                .set("ref", "foo");
    }

    private SettingsResolver.Resolved resolve(ConfigElement... elements) {
        List<ConfigElement> all = new ArrayList<>(List.of(elements));
        all.add(application());
        return resolve(all);
    }

    private SettingsResolver.Resolved resolve(List<ConfigElement> elements) {
        resolver.add(elements);
        return resolver.resolve(elements, reference -> List.of(), service -> List.of());
    }

    private ReferenceSettings refer(Consumer<ConfigElement> attributes, ConfigElement... others) {
        ConfigElement reference = reference();
        attributes.accept(reference);
        List<ConfigElement> all = new ArrayList<>(List.of(others));
        all.add(reference);
        return resolve(all.toArray(ConfigElement[]::new)).references().get(0);
    }

    private ServiceSettings serve(Consumer<ConfigElement> attributes, ConfigElement... others) {
        ConfigElement service = service();
        attributes.accept(service);
        List<ConfigElement> all = new ArrayList<>(List.of(others));
        all.add(service);
        return resolve(all.toArray(ConfigElement[]::new)).services().get(0);
    }

    private List<String> mistakes(ConfigElement... elements) {
        try {
            resolve(elements);
            return List.of();
        } catch (RpcConfigException e) {
            return e.problems();
        }
    }

    /** Each row takes the strongest place of the one before away. */
    @ParameterizedTest
    @CsvSource({"1,2,3,4,5, 1", ",2,3,4,5, 2", ",,3,4,5, 3", ",,,4,5, 4", ",,,,5, 5", ",,,,, 1000"})
    void timeoutComesFromTheStrongestPlace(
            Integer method, Integer urlMethod, Integer reference, Integer url, Integer consumer, int expected) {
        List<String> query = new ArrayList<>();
        if (urlMethod != null) {
            query.add("findFoo.timeout=" + urlMethod);
        }
        if (url != null) {
            query.add("timeout=" + url);
        }
        ReferenceSettings settings = refer(
                r -> r.set("url", URL + "/some.Path?" + String.join("&", query))
                        .set("timeout", reference)
                        .method("findFoo", m -> m.set("timeout", method)),
                ConfigElement.of(ElementKind.CONSUMER).set("timeout", consumer));
        assertThat(settings.method("findFoo").timeoutMillis()).isEqualTo(expected);
    }

    @Test
    void zeroTimeoutMeansNotSet() {
        ReferenceSettings settings = refer(r -> r.set("timeout", 700).method("findFoo", m -> m.set("timeout", 0)));
        assertThat(settings.method("findFoo").timeoutMillis()).isEqualTo(700);
    }

    @Test
    void statement37_aWrittenAsyncFalseIsHonoured() {
        ReferenceSettings settings = refer(r -> r.set("async", true).method("findFoo", m -> m.set("async", false)));
        assertThat(settings.method("findFoo").async()).isFalse();
        assertThat(settings.method("countFoo").async()).isTrue();
    }

    @Test
    void aParameterActsLikeTheAttributeUnlessTheAttributeIsWritten() {
        assertThat(refer(r -> r.parameter("timeout", "250")).defaults().timeoutMillis())
                .isEqualTo(250);
        assertThat(refer(r -> r.id("b")
                                .set("id", "b")
                                .parameter("timeout", "250")
                                .set("timeout", 300))
                        .defaults()
                        .timeoutMillis())
                .isEqualTo(300);
    }

    @Test
    void unknownParametersAreKept() {
        assertThat(refer(r -> r.parameter("my.key", "x").parameter("hidden", "y"))
                        .parameters())
                .containsEntry("my.key", "x");
    }

    @Test
    void parametersOfTernHoldForTheMethodsToo() {
        ReferenceSettings settings = refer(r -> r.parameter("tern.retry.budget", "5")
                .parameter("token", "secret")
                .method("findFoo", m -> m.parameter("tern.retry.async", "true").parameter("token", "hidden")));
        assertThat(settings.defaults().parameters()).containsEntry("tern.retry.budget", "5");
        assertThat(settings.method("findFoo").parameters())
                .isEqualTo(Map.of("tern.retry.budget", "5", "tern.retry.async", "true", "token", "hidden"));
        assertThat(settings.method("findFoo")).hasToString("method findFoo");
    }

    @Test
    void retryFalseAndNegativeRetriesMeanNone() {
        ReferenceSettings settings = refer(r -> r.set("retries", -1).method("findFoo", m -> m.set("retry", "false")));
        assertThat(settings.defaults().retries()).isZero();
        assertThat(settings.method("findFoo").retries()).isZero();
    }

    @Test
    void severalUrlsBecomeAStaticListWithDefaultPathAndQuery() {
        ReferenceSettings settings =
                refer(r -> r.set("url", "127.0.0.1:1; dubbo://h.example:2/x.Y?token=t ;dubbo://[::1]:3"));
        assertThat(settings.endpoints()).extracting("host").containsExactly("127.0.0.1", "h.example", "::1");
        assertThat(settings.endpoints().get(0).path()).isEqualTo(FooService.class.getName());
        assertThat(settings.endpoints().get(1).path()).isEqualTo("x.Y");
        assertThat(settings.endpoints().get(1).parameters()).containsEntry("token", "t");
    }

    @Test
    void consumerFiltersComeBeforeThoseOfTheReference() {
        assertThat(refer(
                                r -> r.set("filter", "b,-c"),
                                ConfigElement.of(ElementKind.CONSUMER).set("filter", "a"))
                        .filters())
                .containsExactly("a", "b", "-c");
    }

    @Test
    void reconnectIsALongestPauseOrOff() {
        assertThat(refer(r -> r.set("reconnect", "5000")).connection().reconnectMillis())
                .isEqualTo(5000);
        assertThat(refer(r -> r.id("b").set("id", "b").set("reconnect", "false"))
                        .connection()
                        .reconnectMillis())
                .isZero();
    }

    @Test
    void connectionNumbersComeAsParametersOrInTheQuery() {
        ReferenceSettings settings =
                refer(r -> r.set("url", URL + "?heartbeat=2000&payload=99").parameter("connect.timeout", "50"));
        assertThat(settings.connection().heartbeatMillis()).isEqualTo(2000);
        assertThat(settings.connection().payloadLimitBytes()).isEqualTo(99);
        assertThat(settings.connection().connectTimeoutMillis()).isEqualTo(50);
    }

    @Test
    void hooksAreTakenFromTheMethodOnly() {
        MethodSettings method = refer(r -> r.method("findFoo", m -> m.set("onreturn", "notify.done")))
                .method("findFoo");
        assertThat(method.onReturn()).isNotNull();
        assertThat(method.onReturn().bean()).isEqualTo("notify");
        assertThat(method.onReturn().method()).isEqualTo("done");
        assertThat(method.origins().get("onreturn").element()).startsWith("dubbo:method name \"findFoo\"");
    }

    @Test
    void originsTellWhereEachValueIsWritten() {
        ReferenceSettings settings = refer(
                r -> r.resource("consumer.xml").set("timeout", 5).method("findFoo", m -> m.set("async", true)),
                ConfigElement.of(ElementKind.CONSUMER).set("check", false).resource("defaults.xml"));
        assertThat(settings.origins().get("check").resource()).isEqualTo("defaults.xml");
        assertThat(settings.origins().get("url").attribute()).isEqualTo("url");
        assertThat(settings.origins().get("url").resource()).isEqualTo("consumer.xml");
        assertThat(settings.method("findFoo").origins().get("async").element())
                .isEqualTo("dubbo:method name \"findFoo\" in dubbo:reference");
        assertThat(settings.method("findFoo").origins().get("timeout").id()).isEqualTo("fooService");
    }

    @Test
    void protocolTakesFromTheProviderWhatItLeavesOpen() {
        ServiceSettings settings = serve(
                s -> s.set("executes", 3),
                ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo").set("port", 20999),
                ConfigElement.of(ElementKind.PROVIDER)
                        .set("port", 1)
                        .set("threads", 7)
                        .set("threadpool", "cached")
                        .set("timeout", 9000)
                        .set("token", "secret"));
        ProtocolSettings port = settings.protocols().get(0);
        assertThat(port.port()).isEqualTo(20999);
        assertThat(port.threads()).isEqualTo(7);
        assertThat(port.threadPool()).isEqualTo(ProtocolSettings.ThreadPool.CACHED);
        assertThat(settings.defaults().timeoutMillis()).isEqualTo(9000);
        assertThat(settings.defaults().executes()).isEqualTo(3);
        assertThat(settings.token()).isEqualTo("secret");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void aServiceWithoutProtocolElementsIsServedOnTheDefaultPort() {
        ProtocolSettings port = serve(s -> {}).protocols().get(0);
        assertThat(port.name()).isEqualTo("dubbo");
        assertThat(port.port()).isEqualTo(20880);
        assertThat(port.searchPort()).isFalse();
    }

    @Test
    void negativePortSearchesFromTheDefaultUpward() {
        ProtocolSettings port = serve(
                        s -> {},
                        ConfigElement.of(ElementKind.PROTOCOL)
                                .set("name", "dubbo")
                                .set("port", -1))
                .protocols()
                .get(0);
        assertThat(port.port()).isEqualTo(20880);
        assertThat(port.searchPort()).isTrue();
    }

    @Test
    void tokenTrueMakesARandomToken() {
        assertThat(serve(s -> s.set("token", "true")).token()).hasSize(36);
    }

    @Test
    void implementationIsTakenWhenItIsAskedFor() {
        ServiceSettings settings = serve(s -> {});
        assertThat(resolver.withImplementation(settings).implementation()).isSameAs(beans.get("foo"));
    }

    @Test
    void everyMistakeOfAllElementsIsInOneException() {
        List<String> mistakes = mistakes(
                reference().set("timeout", "abc").set("timeuot", "5").method("findFo", m -> m.set("async", "maybe")),
                service().set("ref", "nobody").set("protocol", "nowhere"),
                ConfigElement.of(ElementKind.CONSUMER),
                ConfigElement.of(ElementKind.CONSUMER));
        assertThat(mistakes)
                .anyMatch(text -> text.startsWith("CFG-02") && text.contains("\"abc\""))
                .anyMatch(text -> text.startsWith("CFG-01") && text.contains("did you mean timeout"))
                .anyMatch(text -> text.startsWith("CFG-09") && text.contains("findFoo"))
                .anyMatch(text -> text.startsWith("CFG-04") && text.contains("maybe"))
                .anyMatch(text -> text.startsWith("CFG-07") && text.contains("nobody"))
                .anyMatch(text -> text.startsWith("CFG-07") && text.contains("nowhere"))
                .anyMatch(text -> text.startsWith("CFG-12"));
    }

    @Test
    void messageHasTheFixedShape() {
        assertThat(mistakes(reference().resource("consumer.xml").method("findFoo", m -> m.set("timeout", "abc"))))
                .containsExactly(
                        "CFG-02 dubbo:method name \"findFoo\" in dubbo:reference id \"fooService\": attribute timeout ="
                                + " \"abc\" is not a whole number of milliseconds (1 … 2147483647). File consumer.xml.");
    }

    @Test
    void mistakesInLinksAreFound() {
        assertThat(mistakes(ConfigElement.reference(FooService.class)))
                .singleElement()
                .asString()
                .startsWith("CFG-17");
        assertThat(mistakes(reference().set("interface", "no.Such")))
                .singleElement()
                .asString()
                .startsWith("CFG-08");
        assertThat(mistakes(reference().set("interface", String.class)))
                .singleElement()
                .asString()
                .contains("is a class");
        assertThat(mistakes(reference().set("consumer", "none")))
                .singleElement()
                .asString()
                .startsWith("CFG-07");
        assertThat(mistakes(reference()
                        .method("findFoo", m -> m.set("onreturn", "notify.done").set("return", false))))
                .singleElement()
                .asString()
                .startsWith("CFG-11");
        assertThat(mistakes(reference().method("findFoo", m -> {}).method("findFoo", m -> {})))
                .singleElement()
                .asString()
                .startsWith("CFG-12");
        assertThat(mistakes(service().set("ref", "other")))
                .singleElement()
                .asString()
                .startsWith("CFG-08");
        assertThat(mistakes(reference(), reference()))
                .singleElement()
                .asString()
                .startsWith("CFG-12");
    }

    @Test
    void aProtocolThatIsNotProvidedIsAMistakeOnlyWhenUsed() {
        ConfigElement rmi =
                ConfigElement.of(ElementKind.PROTOCOL).set("name", "rmi").set("default", false);
        assertThat(mistakes(rmi)).isEmpty();
        assertThat(mistakes(
                        ConfigElement.of(ElementKind.PROTOCOL)
                                .set("name", "rmi")
                                .id("r")
                                .set("id", "r"),
                        service().set("protocol", "r")))
                .singleElement()
                .asString()
                .startsWith("CFG-16");
    }

    @Test
    void withoutApplicationTheStartFails() {
        assertThatThrownBy(() -> resolve(List.of(reference().id(null))))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("CFG-06");
    }

    @Test
    void warningsAreHandedOutOnce() {
        refer(r -> r.set("layer", "web"));
        assertThat(resolver.newWarnings()).extracting(ConfigProblem::message).anyMatch(text -> text.contains("layer"));
        assertThat(resolver.newWarnings()).isEmpty();
    }

    @Test
    void anIdThatAnEarlierElementHasIsAMistakeUntilThatOneIsForgotten() {
        ReferenceSettings first = refer(reference -> {});
        assertThatThrownBy(() -> resolve(List.of(reference())))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageStartingWith("CFG-12")
                .hasMessageContaining("fooService");
        assertThat(resolver.forget(first.id())).isTrue();
        assertThat(resolve(List.of(reference())).references()).hasSize(1);
        assertThat(resolver.forget("nobody")).isFalse();
    }

    @Test
    void namesOfExtensionsAreLegalInTheirOwnAttributeOnly() {
        assertThat(refer(r -> r.set("loadbalance", "nearest").set("cluster", "careful"))
                        .defaults()
                        .loadBalance())
                .isEqualTo("nearest");
        resolver.forget("fooService");
        assertThat(mistakes(reference().set("loadbalance", "careful")))
                .singleElement()
                .asString()
                .startsWith("CFG-05");
    }

    @Test
    void ioThreadsAreTheLargestNumberThatAPortAsksFor() {
        assertThat(resolver.ioThreads())
                .isEqualTo(Math.min(32, Runtime.getRuntime().availableProcessors() + 1));
        resolve(
                ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo").set("iothreads", 2),
                ConfigElement.of(ElementKind.PROVIDER).set("iothreads", 3));
        assertThat(resolver.ioThreads()).isEqualTo(3);
    }

    @Test
    void theContextPathOfTheProtocolComesBeforeThePathOfTheService() {
        ConfigElement protocol =
                ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo").set("contextpath", "/shop/");
        assertThat(serve(s -> s.set("path", "/foo"), protocol).path()).isEqualTo("shop/foo");
    }

    @Test
    void protocolsOfAServiceMustAgreeOnTheContextPath() {
        assertThat(mistakes(
                        service(),
                        ConfigElement.of(ElementKind.PROTOCOL)
                                .set("name", "dubbo")
                                .set("path", "a"),
                        ConfigElement.of(ElementKind.PROTOCOL)
                                .set("name", "dubbo")
                                .set("path", "b")
                                .set("port", 1)))
                .singleElement()
                .asString()
                .startsWith("CFG-11");
    }

    @ParameterizedTest
    @CsvSource({
        "-1,, CFG-06",
        "1,, CFG-03",
        ", int[], CFG-08",
        ", java.util.Date, CFG-08",
        "0,, ''",
        "0, int, ''",
        ", java.lang.String, ''"
    })
    void anArgumentMustNameAParameterOfItsMethod(String index, String type, String code) {
        ConfigElement argument =
                ConfigElement.of(ElementKind.ARGUMENT).set("index", index).set("type", type);
        List<String> mistakes = mistakes(reference().method("findFoo", m -> m.add(argument)));
        assertThat(mistakes).hasSize(code.isEmpty() ? 0 : 1).allMatch(text -> text.startsWith(code));
    }

    @Test
    void positionAndTypeOfAnArgumentMustAgree() {
        ConfigElement argument =
                ConfigElement.of(ElementKind.ARGUMENT).set("index", 1).set("type", "int");
        assertThat(mistakes(ConfigElement.reference(Pair.class).set("url", URL).method("put", m -> m.add(argument))))
                .singleElement()
                .asString()
                .startsWith("CFG-11");
    }

    interface Pair {
        void put(int key, String value);
    }

    private static ConfigElement registry(String id) {
        return ConfigElement.of(ElementKind.REGISTRY).id(id).set("id", id).set("address", "N/A");
    }

    @Test
    void thatAnAttributeHasNoEffectIsToldForTheFirstOfManyElements() {
        resolve(List.of(
                application(),
                reference().id("a").set("id", "a").set("layer", "web").set("timeout", "700000"),
                reference().id("b").set("id", "b").set("layer", "data").set("timeout", "700000"),
                registry("r1").set("client", "curator"),
                registry("r2").set("client", "curator")));

        assertThat(resolver.newWarnings())
                .extracting(ConfigProblem::message)
                .hasSize(4)
                .satisfiesOnlyOnce(
                        text -> assertThat(text).startsWith("CFG-W1 ").contains("id \"a\": attribute layer"))
                .satisfiesOnlyOnce(
                        text -> assertThat(text).startsWith("CFG-W1 ").contains("id \"r1\": attribute client"))
                .filteredOn(text -> text.startsWith("CFG-W2 "))
                .as("what may be a slip of one element is told for each")
                .hasSize(2);
    }

    @Test
    void aRequiredAttributeThatIsBlankIsMissing() {
        assertThat(mistakes(reference().set("interface", " ")))
                .singleElement()
                .asString()
                .startsWith("CFG-06 ")
                .contains("attribute interface");
    }

    @Test
    void anElementWhoseDefaultIsMistakenIsNoSecondDefaultOnTop() {
        assertThat(mistakes(
                        ConfigElement.of(ElementKind.CONSUMER),
                        ConfigElement.of(ElementKind.CONSUMER).set("default", "maybe")))
                .singleElement()
                .asString()
                .startsWith("CFG-04 ");
    }

    @Test
    void aProviderMayNameAProtocolThatNobodyHasWrittenButNotAnyWord() {
        assertThat(mistakes(service(), ConfigElement.of(ElementKind.PROVIDER).set("protocol", "nosuch")))
                .anyMatch(text -> text.startsWith("CFG-07 dubbo:provider") && text.contains("attribute protocol"));
        assertThat(serve(s -> {}, ConfigElement.of(ElementKind.PROVIDER).set("protocol", "dubbo"))
                        .protocols())
                .hasSize(1);
    }

    @Test
    void registriesThatConsumersProvidersAndTheApplicationNameMustExist() {
        assertThat(mistakes(
                        ConfigElement.of(ElementKind.CONSUMER).set("registry", "nosuch"),
                        ConfigElement.of(ElementKind.PROVIDER).set("registry", "N/A, nosuch")))
                .hasSize(2)
                .allSatisfy(mistake -> assertThat(mistake).startsWith("CFG-07 ").contains("attribute registry"));
    }

    @Test
    void afterAMistakeTheSameIdCanBeTriedAgain() {
        assertThat(mistakes(reference().set("timeout", "abc"))).hasSize(1);
        assertThat(resolve(List.of(application(), reference())).references()).hasSize(1);
    }
}
