// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.config.Origin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigErrorsTest {
    private static final ElementPlace REFERENCE =
            ElementPlace.of(ElementKind.REFERENCE, Map.of("id", " fooService "), null, "consumer.xml");
    private static final Origin URL = REFERENCE.origin("url");

    @Test
    void aMessageNamesCodePlaceAttributeTextAndWhatIsLegal() {
        ElementPlace method = ElementPlace.of(ElementKind.METHOD, Map.of("name", "findFoo"), REFERENCE, "consumer.xml");
        AttributeSpec timeout =
                AttributeCatalog.standard().find(ElementKind.METHOD, "timeout").orElseThrow();
        assertThat(AttributeCheck.of(timeout, "abc", method.origin("timeout")).problems())
                .extracting(ConfigProblem::message)
                .containsExactly(
                        "CFG-02 dubbo:method name \"findFoo\" in dubbo:reference id \"fooService\": attribute timeout = \"abc\" is not a"
                                + " whole number of milliseconds (1 … 2147483647). File consumer.xml.");
    }

    @Test
    void anElementWithoutIdIsNamedByTheNearestThing() {
        Map<String, String> attributes = Map.of("interface", "com.foo.Bar", "id", " ");
        assertThat(ElementPlace.of(ElementKind.REFERENCE, attributes, null, null)
                        .origin("check"))
                .isEqualTo(new Origin("dubbo:reference interface \"com.foo.Bar\"", null, "check", null));
        assertThat(ElementPlace.of(ElementKind.CONSUMER, Map.of(), null, null)
                        .origin(null)
                        .element())
                .isEqualTo("dubbo:consumer");
        ElementPlace method = ElementPlace.of(ElementKind.METHOD, Map.of("name", "a"), REFERENCE, "f");
        ElementPlace argument = ElementPlace.of(ElementKind.ARGUMENT, Map.of("index", "0"), method, "f");
        assertThat(argument.origin("callback").element())
                .isEqualTo("dubbo:argument index \"0\" in dubbo:method name \"a\" in dubbo:reference");
        assertThat(argument.origin("callback").id()).isEqualTo("fooService");
    }

    @Test
    void anUnknownAttributeIsNamedWithTheNearestKnownOne() {
        assertMessage(
                ConfigErrors.unknownAttribute(ElementKind.REFERENCE, REFERENCE.origin("timout")),
                "CFG-01 dubbo:reference id \"fooService\": attribute timout is not known; did you mean timeout? File consumer.xml.");
        assertMessage(
                ConfigErrors.unknownAttribute(ElementKind.REFERENCE, REFERENCE.origin("oninvoke")),
                "CFG-01 dubbo:reference id \"fooService\": attribute oninvoke is not known here; it belongs to dubbo:method. File consumer.xml.");
        assertThat(ConfigErrors.unknownAttribute(ElementKind.REFERENCE, REFERENCE.origin("lazy-init"))
                        .message())
                .contains("attributes init and lazy");
        assertThat(ConfigErrors.unknownAttribute(ElementKind.REFERENCE, REFERENCE.origin("qqqqqq"))
                        .message())
                .contains("nested dubbo:parameter");
    }

    @Test
    void unknownAndMisplacedElementsAreNamed() {
        assertMessage(
                ConfigErrors.unknownElement("metod", REFERENCE.origin(null)),
                "CFG-01 dubbo:reference id \"fooService\": element dubbo:metod is not known; did you mean dubbo:method? File consumer.xml.");
        assertThat(ConfigErrors.misplacedElement(ElementKind.ARGUMENT, ElementKind.SERVICE, REFERENCE.origin(null))
                        .message())
                .contains("element dubbo:argument is not allowed inside dubbo:service; it belongs into dubbo:method");
        assertThat(ConfigErrors.misplacedElement(ElementKind.APPLICATION, ElementKind.SERVICE, REFERENCE.origin(null))
                        .message())
                .contains("directly under the root of the file");
    }

    @Test
    void everyKindOfMistakeHasItsText() {
        Map<ConfigProblem, String> texts = Map.ofEntries(
                Map.entry(
                        ConfigErrors.outOfRange(URL, "0", "1 … 9"),
                        "CFG-03 # = \"0\" is out of range; legal is 1 … 9."),
                Map.entry(
                        ConfigErrors.unknownName(URL, "a,rondom", "rondom", List.of("random", "other")),
                        "CFG-05 # = \"a,rondom\", item \"rondom\", is not one of random, other; did you mean \"random\"?"),
                Map.entry(
                        ConfigErrors.missing(URL, "a name"),
                        "CFG-06 # is required, and is missing or blank; legal is a name."),
                Map.entry(
                        ConfigErrors.missingBean(URL, "x", "x", "dubbo:registry", List.of("a", "b")),
                        "CFG-07 # = \"x\" is not the id of a dubbo:registry; known ids: a, b."),
                Map.entry(
                        ConfigErrors.missingBean(URL, "x", "x", "dubbo:registry", List.of()),
                        "CFG-07 # = \"x\" is not the id of a dubbo:registry; there is no dubbo:registry at all."),
                Map.entry(
                        ConfigErrors.wrongType(ConfigCode.CFG_08, URL, "com.Foo", "is not an interface"),
                        "CFG-08 # = \"com.Foo\" is not an interface."),
                Map.entry(
                        ConfigErrors.missingClass(URL, "com.Foo"),
                        "CFG-08 # = \"com.Foo\" is not a class that can be loaded; check the name and the class path."),
                Map.entry(
                        ConfigErrors.missingMethod(URL, "fnd", "com.Foo", List.of("find", "store")),
                        "CFG-09 # = \"fnd\" is not a method of com.Foo; its methods: find, store; did you mean \"find\"?"),
                Map.entry(
                        ConfigErrors.unusableCallback(URL, "a.b", "names the bean a, which does not exist"),
                        "CFG-10 # = \"a.b\" names the bean a, which does not exist."),
                Map.entry(
                        ConfigErrors.contradiction(URL, "h:1", "registry = \"r\"; remove one of them"),
                        "CFG-11 # = \"h:1\" contradicts registry = \"r\"; remove one of them."),
                Map.entry(
                        ConfigErrors.duplicate(URL, "a", new Origin("dubbo:service", "a", "id", "b.xml")),
                        "CFG-12 # = \"a\" is used already, by dubbo:service id \"a\" in b.xml."),
                Map.entry(
                        ConfigErrors.unresolvedPlaceholder(URL, "my.url"),
                        "CFG-13 # has the placeholder ${my.url}, and nothing defines the key my.url; define it, or write a default as"
                                + " ${my.url:default}."),
                Map.entry(
                        ConfigErrors.badAddress(URL, "h", "has no port", "host:port"),
                        "CFG-14 # = \"h\" has no port; legal is host:port."),
                Map.entry(
                        ConfigErrors.notProvided(URL, "a, kryo", "kryo", "not yet", List.of("hessian2")),
                        "CFG-16 # = \"a, kryo\", item \"kryo\", is legal in Dubbo but not provided by this release: not yet; provided: hessian2."),
                Map.entry(
                        ConfigErrors.withoutEffect(URL, "nobody reads it"), "CFG-W1 # has no effect: nobody reads it."),
                Map.entry(
                        ConfigErrors.suspicious(URL, "0", "too small"),
                        "CFG-W2 # = \"0\" is legal but suspicious: too small."));
        texts.forEach((problem, text) -> {
            String code = problem.code().text();
            assertThat(text).startsWith(code);
            String body = text.substring(code.length() + 1).replace("#", "attribute url");
            assertMessage(problem, code + " dubbo:reference id \"fooService\": " + body + " File consumer.xml.");
            assertThat(problem.isError()).isEqualTo(!code.contains("W"));
            assertThat(problem.origin()).isEqualTo(URL);
        });
    }

    @Test
    void mistakesOfWholeElementsHaveTheirTexts() {
        Origin whole = REFERENCE.origin(null);
        assertThat(ConfigErrors.nowhereToCall(whole).message())
                .startsWith("CFG-17 dubbo:reference id \"fooService\": there is nowhere to send calls: ");
        assertThat(ConfigErrors.secondDefault(whole, new Origin("dubbo:consumer", "c", null, "b.xml"))
                        .message())
                .contains("so is dubbo:consumer id \"c\" in b.xml");
        assertMessage(
                ConfigErrors.annotationSeenTooLate(new Origin("bean", "foo", null, "a.xml"), "@RpcService", "com.Foo"),
                "CFG-01 bean id \"foo\": @RpcService of its class com.Foo is seen only now, too late to offer the bean; let"
                        + " the @Bean method return the class, or write @RpcService on the method. File a.xml.");
        assertThat(ConfigErrors.circularExtension(new Origin("bean", "foo", null, null))
                        .message())
                .startsWith("CFG-11 bean id \"foo\": it is an extension, ")
                .contains("ObjectProvider");
        assertMessage(
                ConfigErrors.dubboAnnotation(
                        new Origin("@Reference", null, null, "com.Foo.bar"), "com.acme.Reference", "@RpcReference"),
                "CFG-16 @Reference: com.acme.Reference is an annotation of Dubbo, and would be dropped without a word; write"
                        + " @RpcReference (docs/compatibility.md). At com.Foo.bar.");
        assertThatThrownBy(() -> ConfigErrors.missing(whole, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyOutsideXmlIsNotCalledAnAttribute() {
        Origin origin = new Origin("system property", null, "dubbo.reference.check", null);
        assertMessage(
                ConfigErrors.malformed(ConfigCode.CFG_04, origin, "maybe", "true or false"),
                "CFG-04 system property: key dubbo.reference.check = \"maybe\" is not true or false.");
    }

    @Test
    void textsAreQuotedOnOneLineShortAndWithoutPasswords() {
        String text =
                ConfigErrors.suspicious(URL, "a\n\tb" + "x".repeat(500), "long").message();
        assertThat(text)
                .contains("\"a bxxx")
                .contains("xxx…\"")
                .doesNotContain("\n")
                .hasSizeLessThan(400);
        assertThat(ConfigErrors.suspicious(URL, "dubbo://me:pw1@h:1?token=pw2&a=b;h:2?accessKey=pw3", "x")
                        .message())
                .contains("\"dubbo://***@h:1?token=***&a=b;h:2?accessKey=***\"")
                .doesNotContain("pw1", "pw2", "pw3");
    }

    private static void assertMessage(ConfigProblem problem, String message) {
        assertThat(problem.message()).isEqualTo(message);
    }
}
