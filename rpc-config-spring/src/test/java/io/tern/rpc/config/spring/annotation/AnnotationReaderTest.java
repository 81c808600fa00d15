// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The annotations have what the elements have, no more and no less, and say it by the same names. */
class AnnotationReaderTest {
    /** The annotated bean is what {@code ref} or {@code class} would name. */
    private static final Map<ElementKind, Set<String>> ELSEWHERE = Map.of(ElementKind.SERVICE, Set.of("ref", "class"));

    static Stream<Arguments> annotations() {
        return Stream.of(
                Arguments.of(RpcReference.class, ElementKind.REFERENCE),
                Arguments.of(RpcService.class, ElementKind.SERVICE),
                Arguments.of(RpcMethod.class, ElementKind.METHOD),
                Arguments.of(RpcArgument.class, ElementKind.ARGUMENT),
                Arguments.of(RpcParameter.class, ElementKind.PARAMETER));
    }

    @ParameterizedTest
    @MethodSource("annotations")
    void everyAttributeOfTheCatalogueIsAText(Class<? extends Annotation> type, ElementKind kind) {
        Set<String> texts = new TreeSet<>();
        for (Method method : type.getDeclaredMethods()) {
            if (method.getReturnType() == String.class) {
                texts.add(AnnotationReader.xmlName(kind, method.getName()));
            }
        }
        Set<String> wanted = new TreeSet<>(AttributeCatalog.standard().attributesOf(kind).stream()
                .map(AttributeSpec::name)
                .toList());
        wanted.removeAll(ELSEWHERE.getOrDefault(kind, Set.of()));
        assertThat(texts).isEqualTo(wanted);
    }

    @ParameterizedTest
    @MethodSource("annotations")
    void whatIsNotAnAttributeIsAnElementInsideOrTheInterface(Class<? extends Annotation> type, ElementKind kind) {
        for (Method method : type.getDeclaredMethods()) {
            Class<?> result = method.getReturnType();
            boolean inside = result.isArray() && result.getComponentType().isAnnotation();
            boolean isInterface = method.getName().equals("interfaceClass") && result == Class.class;
            assertThat(result == String.class || inside || isInterface)
                    .as(method.toString())
                    .isTrue();
            boolean required = AttributeCatalog.standard()
                    .find(kind, AnnotationReader.xmlName(kind, method.getName()))
                    .filter(spec -> spec.required() && !spec.name().equals("interface"))
                    .isPresent();
            assertThat(method.getDefaultValue() == null).as(method.toString()).isEqualTo(required);
        }
    }

    @ParameterizedTest
    @MethodSource("annotations")
    void eachTextBecomesTheAttributeOfItsName(Class<? extends Annotation> type, ElementKind kind) {
        Map<String, String> texts = new TreeMap<>();
        for (Method method : type.getDeclaredMethods()) {
            if (method.getReturnType() == String.class) {
                texts.put(AnnotationReader.xmlName(kind, method.getName()), "text of " + method.getName());
            }
        }

        WrittenElement element = WrittenAnnotations.read(type, texts, "some.Place");

        texts.forEach((name, text) -> assertThat(element.text(name)).isEqualTo(text));
        assertThat(element.kind()).isEqualTo(kind);
    }

    @Test
    void anEmptyTextIsNotWrittenExceptWhereOneMustBe() {
        WrittenElement reference = WrittenAnnotations.read(RpcReference.class, Map.of("timeout", ""), "some.Place");
        WrittenElement parameter =
                WrittenAnnotations.read(RpcParameter.class, Map.of("key", "k", "value", ""), "some.Place");

        assertThat(reference.text("timeout")).isNull();
        assertThat(parameter.text("value")).isEmpty();
        assertThat(parameter.text("hide")).isNull();
    }

    @Test
    void whatIsInsideBecomesElementsInside() {
        RpcParameter parameter =
                WrittenAnnotations.annotation(RpcParameter.class, Map.of("key", "k", "value", "v"), Map.of());
        RpcArgument argument = WrittenAnnotations.annotation(RpcArgument.class, Map.of("index", "0"), Map.of());
        RpcMethod method = WrittenAnnotations.annotation(
                RpcMethod.class,
                Map.of("name", "findFoo"),
                Map.of("arguments", new RpcArgument[] {argument}, "parameters", new RpcParameter[] {parameter}));
        RpcService service = WrittenAnnotations.annotation(
                RpcService.class,
                Map.of(),
                Map.of("methods", new RpcMethod[] {method}, "parameters", new RpcParameter[] {parameter}));

        WrittenElement element = AnnotationReader.read(service, "some.Place");

        assertThat(element.children())
                .extracting(WrittenElement::kind)
                .containsExactlyInAnyOrder(ElementKind.METHOD, ElementKind.PARAMETER);
        WrittenElement inside = element.children().stream()
                .filter(child -> child.kind() == ElementKind.METHOD)
                .findFirst()
                .orElseThrow();
        assertThat(inside.text("name")).isEqualTo("findFoo");
        assertThat(inside.children())
                .extracting(WrittenElement::kind)
                .containsExactlyInAnyOrder(ElementKind.ARGUMENT, ElementKind.PARAMETER);
    }
}
