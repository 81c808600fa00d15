// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tern.rpc.core.config.AttributeForm;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.Treatment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Each attribute of the tiers A and B, through a real file in a real context: right, blank, as a placeholder, and wrong. */
@Timeout(60)
class AcceptanceTest {
    private static final String LEGAL = "legal-one";
    private static final String PLACEHOLDER = "placeholder-one";
    private static final String BLANK = "blank-one";
    private static final String ABSENT = "absent-one";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger tern = (Logger) LoggerFactory.getLogger("io.tern.rpc");

    /** One that is refused whatever its value is has none that could be right. */
    static Stream<AttributeCase> attributes() {
        return AttributeCase.all()
                .filter(attribute -> attribute.spec().treatment() != Treatment.REFUSED)
                // Right for interfaces only, which no method here has: CallbackAttributesTest.
                .filter(attribute -> !attribute.name().equals("callback"));
    }

    private static List<AttributeCase.Wrong> wrongValues() {
        return AttributeCase.all().flatMap(AttributeCase::wrong).toList();
    }

    static Stream<ElementKind> kinds() {
        return AttributeCase.all().map(AttributeCase::kind).distinct();
    }

    @BeforeEach
    void listen() {
        log.start();
        tern.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        tern.detachAppender(log);
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void aPlaceholderHasTheEffectOfItsDefaultAndABlankTextHasNone(AttributeCase attribute) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        texts.put(LEGAL, attribute.legal(LEGAL));
        texts.put(PLACEHOLDER, "${no.such.key:" + attribute.legal(PLACEHOLDER) + "}");
        if (!attribute.isNeeded()) {
            texts.put(BLANK, " ");
            // Two elements without this attribute would be two default ones.
            texts.put(ABSENT, attribute.name().equals("default") ? "false" : null);
        }
        StringBuilder file = new StringBuilder(attribute.surroundings());
        texts.forEach((id, text) -> file.append(attribute.xml(id, text)));

        try (XmlContext context = XmlContext.of(file.toString())) {
            assertThat(settings(context, attribute, PLACEHOLDER)).isEqualTo(settings(context, attribute, LEGAL));
            if (!attribute.isNeeded()) {
                assertThat(settings(context, attribute, BLANK)).isEqualTo(settings(context, attribute, ABSENT));
            }
        }
        assertThat(warnings())
                // Of metrics and tracing, of which the file has several.
                .filteredOn(warning -> !warning.contains("there is one of its kind in a process"))
                .allMatch(warning -> attribute.written().anyMatch(name -> isAbout(warning, name)))
                .filteredOn(warning -> isAbout(warning, attribute.name()))
                .hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyWrongValueOfAnElementIsOneMistakeWithItsPlace(ElementKind kind) {
        List<AttributeCase.Wrong> wrong = wrongValues().stream()
                .filter(value -> value.attribute().kind() == kind)
                .toList();
        assertThat(wrong).isNotEmpty();
        assertEachIsReportedOnce(wrong);
    }

    @Test
    void allWrongValuesOfOneFileAreInOneException() {
        assertThat(wrongValues()).hasSizeGreaterThan(700);
        assertEachIsReportedOnce(wrongValues());
    }

    private static void assertEachIsReportedOnce(List<AttributeCase.Wrong> all) {
        StringBuilder file = new StringBuilder(AttributeCase.SURROUNDINGS);
        for (int i = 0; i < all.size(); i++) {
            file.append(all.get(i).xml("wrong-" + i));
        }

        List<String> unexpected = new ArrayList<>(XmlContext.mistakesIn(file.toString()));

        List<String> unreported = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            AttributeCase.Wrong wrong = all.get(i);
            String id = "wrong-" + i;
            // One message for each: elements without an id have messages that differ in the value alone.
            String message = unexpected.stream()
                    .filter(mistake -> wrong.isReportedBy(mistake, id))
                    .findFirst()
                    .orElse(null);
            if (message == null || !unexpected.remove(message)) {
                unreported.add(wrong.toString());
            } else {
                assertThat(message).doesNotContain(secret(wrong));
            }
        }
        assertThat(unreported).isEmpty();
        assertThat(unexpected).isEmpty();
    }

    private static boolean isAbout(String warning, String name) {
        return warning.contains(" attribute " + name + " ");
    }

    private static CharSequence secret(AttributeCase.Wrong wrong) {
        boolean hidden = wrong.attribute().spec().isSecret() && wrong.code() != ConfigCode.CFG_13;
        return hidden && wrong.text() != null ? wrong.text() : "\n";
    }

    /** What the element came to, without its own name; empty for elements that have no bean. */
    private static String settings(XmlContext context, AttributeCase attribute, String id) {
        String bean = attribute.bean(id);
        if (bean == null || attribute.spec().type().form() == AttributeForm.ID) {
            return "";
        }
        boolean reference = context.getBeanFactory().getType(bean) != ServiceBean.class;
        Object settings = reference
                ? context.reference(bean).reference().settings()
                : context.getBean(bean, ServiceBean.class).service().settings();
        return settings.toString().replace(id, "ID");
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .filter(warning -> warning.startsWith("CFG-"))
                .toList();
    }
}
