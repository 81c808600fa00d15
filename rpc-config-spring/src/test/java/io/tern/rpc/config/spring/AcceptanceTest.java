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
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
    private static final Pattern BLANKS = Pattern.compile(" +");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger tern = (Logger) LoggerFactory.getLogger("io.tern.rpc");
    private final Logger report = (Logger) LoggerFactory.getLogger("io.tern.rpc.core.SettingsReport");
    private final Level before = report.getLevel();

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
        report.setLevel(Level.DEBUG);
        report.setAdditive(false);
        report.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        report.setLevel(before);
        report.setAdditive(true);
        report.detachAppender(log);
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
        texts.forEach((id, text) -> file.append(attribute.xml(id, text)).append(attribute.further(id)));

        try (XmlContext context = XmlContext.of(file.toString())) {
            assertThat(settings(context, attribute, PLACEHOLDER)).isEqualTo(settings(context, attribute, LEGAL));
            if (!attribute.isNeeded()) {
                assertThat(settings(context, attribute, BLANK)).isEqualTo(settings(context, attribute, ABSENT));
            }
        }
        // The report has the parameters of an element among its attributes; the settings show them as well.
        if (attribute.kind() != ElementKind.PARAMETER) {
            assertReported(attribute, List.copyOf(texts.keySet()));
        }
        assertThat(warnings())
                // Of metrics and tracing, of which the file has several.
                .filteredOn(warning -> !warning.contains("there is one of its kind in a process"))
                .allMatch(warning -> attribute.written().anyMatch(name -> isAbout(warning, name)))
                .filteredOn(warning -> isAbout(warning, attribute.name()))
                .hasSizeLessThanOrEqualTo(1);
    }

    /** The report shows what was written: elements without settings of their own show nothing else. */
    private void assertReported(AttributeCase attribute, List<String> ids) {
        Map<String, List<String>> elements = reported(attribute, ids);
        String name = attribute.spec().name();
        Predicate<String> isSubject = line -> line.startsWith(name + " =");
        assertThat(elements.get(PLACEHOLDER)).isEqualTo(elements.get(LEGAL)).anyMatch(isSubject);
        if (!attribute.isNeeded()) {
            assertThat(elements.get(BLANK))
                    .filteredOn(isSubject)
                    .containsExactly(name + " = (the same as not written)");
            assertThat(elements.get(BLANK))
                    .filteredOn(isSubject.negate())
                    .isEqualTo(elements.get(ABSENT).stream()
                            .filter(isSubject.negate())
                            .toList());
        }
    }

    /** The lines about the elements with these ids, which stand in this order, without their own names. */
    private Map<String, List<String>> reported(AttributeCase attribute, List<String> ids) {
        List<List<String>> all = new ArrayList<>();
        log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(text -> text.startsWith("Effective settings:"))
                .findFirst()
                .orElseThrow()
                .lines()
                .dropWhile(line -> !line.equals("as written"))
                .skip(1)
                .forEach(line -> {
                    if (line.startsWith("   ")) {
                        all.get(all.size() - 1).add(BLANKS.matcher(line.strip()).replaceAll(" "));
                    } else {
                        all.add(new ArrayList<>(List.of(line.strip())));
                    }
                });
        String start = attribute.outermost().qualifiedName();
        all.removeIf(
                lines -> !lines.get(0).matches(start + "[ ,].*") || lines.get(0).contains("user-of-"));
        List<List<String>> last = all.subList(all.size() - ids.size(), all.size());
        Map<String, List<String>> byId = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            byId.put(
                    id, last.get(i).stream().map(line -> line.replace(id, "ID")).toList());
        }
        return byId;
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
        return words(settings).replace(id, "ID");
    }

    /** All values, but not where they were written: settings print only what they are about. */
    private static String words(@Nullable Object value) {
        if (value instanceof Record record) {
            StringBuilder text = new StringBuilder(record.getClass().getSimpleName());
            for (RecordComponent part : record.getClass().getRecordComponents()) {
                if (!part.getName().equals("origins")) {
                    text.append(' ').append(part.getName()).append('=').append(words(valueOf(part, record)));
                }
            }
            return text.append(';').toString();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(words(key), words(each)));
            return sorted.toString();
        }
        return value instanceof Collection<?> all
                ? all.stream().map(AcceptanceTest::words).toList().toString()
                : String.valueOf(value);
    }

    private static Object valueOf(RecordComponent part, Record record) {
        try {
            return part.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .filter(warning -> warning.startsWith("CFG-"))
                .toList();
    }
}
