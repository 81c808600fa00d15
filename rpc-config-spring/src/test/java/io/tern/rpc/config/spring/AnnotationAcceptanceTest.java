// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.spring.annotation.RpcAnnotations;
import io.tern.rpc.config.spring.annotation.RpcMethod;
import io.tern.rpc.config.spring.annotation.RpcReference;
import io.tern.rpc.config.spring.annotation.RpcService;
import io.tern.rpc.config.spring.annotation.WrittenAnnotations;
import io.tern.rpc.config.spring.internal.TernLifecycle;
import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.config.spring.internal.WrittenElements;
import io.tern.rpc.core.config.AttributeForm;
import io.tern.rpc.core.config.ElementKind;
import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attribute of tier A alone as {@link AcceptanceTest} has it, but written in an annotation. */
@Timeout(60)
class AnnotationAcceptanceTest {
    private static final String PLACE = "com.acme.Shop.foo";
    private static final Map<ElementKind, Class<? extends Annotation>> ANNOTATIONS = Map.of(
            ElementKind.REFERENCE, RpcReference.class,
            ElementKind.SERVICE, RpcService.class,
            ElementKind.METHOD, RpcMethod.class);

    static Stream<AttributeCase> attributes() {
        return AttributeCase.all()
                .filter(attribute -> ANNOTATIONS.containsKey(attribute.kind()))
                .filter(attribute -> attribute.name().equals(attribute.spec().name()))
                // The bean that is annotated serves.
                .filter(attribute -> !Set.of("ref", "class").contains(attribute.name()));
    }

    static Stream<AttributeCase.Wrong> wrongValues() {
        // A required text that is not there at all does not compile.
        return attributes()
                .flatMap(AttributeCase::wrong)
                .filter(wrong ->
                        wrong.text() != null && !wrong.attribute().name().equals("id"));
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void aPlaceholderHasTheEffectOfItsDefaultAndAnEmptyTextHasNone(AttributeCase attribute) {
        WrittenElement legal = element(attribute, "one", attribute.legal("one"));
        WrittenElement placeholder = element(attribute, "two", "${no.such.key:" + attribute.legal("two") + "}");
        WrittenElement empty = attribute.isNeeded() ? null : element(attribute, "three", "");
        WrittenElement absent = attribute.isNeeded() ? null : element(attribute, "four", null);
        List<WrittenElement> elements = Stream.of(legal, placeholder, empty, absent)
                .filter(e -> e != null)
                .toList();

        try (XmlContext context = context(elements)) {
            context.refresh();
            if (attribute.spec().type().form() != AttributeForm.ID) {
                assertThat(settings(context, placeholder, "two")).isEqualTo(settings(context, legal, "one"));
            }
            if (empty != null && absent != null) {
                assertThat(settings(context, empty, "three")).isEqualTo(settings(context, absent, "four"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void aWrongTextIsTheOneMistakeAndIsReportedWithClassAndMember(AttributeCase.Wrong wrong) {
        List<String> mistakes = context(List.of(element(wrong.attribute(), "wrong-one", wrong.text())))
                .mistakes();

        String annotation = '@' + ANNOTATIONS.get(wrong.attribute().kind()).getSimpleName();
        assertThat(mistakes)
                .singleElement()
                .asString()
                .startsWith(wrong.code().text() + " " + annotation + " ")
                .contains(" attribute " + wrong.attribute().name() + " ", "id \"wrong-one\"")
                .endsWith(" At " + PLACE + ".");
    }

    private static XmlContext context(List<WrittenElement> elements) {
        XmlContext context = new XmlContext();
        context.file(
                "test.xml",
                XmlContext.APPLICATION + AttributeCase.SURROUNDINGS + "<dubbo:module id=\"mod\" name=\"mod\"/>\n");
        RpcAnnotations.readIn(context);
        elements.forEach(element -> WrittenElements.of(context).add(element));
        return context;
    }

    private static WrittenElement element(AttributeCase attribute, String id, @Nullable String text) {
        boolean ofMethod = attribute.kind() == ElementKind.METHOD;
        ElementKind outer = ofMethod ? ElementKind.REFERENCE : attribute.kind();
        Map<String, String> attributes = standard(outer, id);
        Map<String, String> own = ofMethod ? new HashMap<>(Map.of("name", "findFoo")) : attributes;
        if (text == null) {
            own.remove(attribute.name());
        } else {
            own.put(attribute.name(), text);
        }
        WrittenElement element = WrittenAnnotations.read(ANNOTATIONS.get(outer), attributes, PLACE);
        if (ofMethod) {
            element.child(WrittenAnnotations.read(RpcMethod.class, own, PLACE));
        }
        if (outer == ElementKind.SERVICE) {
            element.attribute("ref", "services");
        }
        element.beanName(id);
        return element;
    }

    private static Map<String, String> standard(ElementKind kind, String id) {
        Map<String, String> attributes = new HashMap<>(
                kind == ElementKind.REFERENCE
                        ? Map.of("url", "dubbo://127.0.0.1:1", "check", "false", "lazy", "true")
                        : Map.of("export", "false", "protocol", "port"));
        attributes.put("id", id);
        attributes.put(
                "interface",
                (kind == ElementKind.REFERENCE ? Sample.FooService.class : Sample.BarService.class).getName());
        return attributes;
    }

    private static String settings(XmlContext context, WrittenElement element, String id) {
        TernLifecycle tern = context.getBean(TernLifecycle.BEAN_NAME, TernLifecycle.class);
        Object settings = element.kind() == ElementKind.REFERENCE
                ? tern.reference(element).settings()
                : tern.service(element).settings();
        return settings.toString().replaceAll("\\b" + id + "\\b", "ID");
    }
}
