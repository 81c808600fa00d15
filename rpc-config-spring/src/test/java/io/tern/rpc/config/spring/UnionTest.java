// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeCheck;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.Tier;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.context.support.ClassPathXmlApplicationContext;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** One reference and one service with every attribute there is. */
class UnionTest {
    private static final String FILE = "io/tern/rpc/config/spring/union.xml";
    private static final String DUBBO = "http://dubbo.apache.org/schema/dubbo";
    /** Not together with ref. */
    private static final Set<String> ELSEWHERE = Set.of("class");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger tern = (Logger) LoggerFactory.getLogger("io.tern.rpc");

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
    @EnumSource(names = {"REFERENCE", "SERVICE", "METHOD", "ARGUMENT", "PARAMETER"})
    void theFileHasEveryAttribute(ElementKind kind) throws Exception {
        Set<String> written = new TreeSet<>(ELSEWHERE);
        NodeList elements = document().getElementsByTagName(kind.qualifiedName());
        for (int i = 0; i < elements.getLength(); i++) {
            var attributes = ((Element) elements.item(i)).getAttributes();
            for (int j = 0; j < attributes.getLength(); j++) {
                written.add(attributes.item(j).getNodeName());
            }
        }
        assertThat(written)
                .containsAll(AttributeCatalog.standard().attributesOf(kind).stream()
                        .map(AttributeSpec::name)
                        .toList());
    }

    @Test
    void itLoadsWithOneWarningForEachAttributeWithoutEffect() throws Exception {
        try (ClassPathXmlApplicationContext context = new ClassPathXmlApplicationContext(FILE)) {
            assertThat(context.getBean("foo")).isInstanceOf(Sample.FooService.class);
            assertThat(context.getBean("bar")).isInstanceOf(ServiceBean.class);
        }

        List<String> warnings = log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertThat(warnings).doesNotHaveDuplicates().noneMatch(warning -> warning.contains("secret-word"));
        assertThat(warnings)
                .filteredOn(warning -> warning.contains("CFG-W1 "))
                .allMatch(warning -> warning.contains("union.xml"))
                .extracting(UnionTest::elementAndAttribute)
                .containsExactlyInAnyOrderElementsOf(withoutEffect());
        assertThat(withoutEffect()).hasSizeGreaterThan(15);
    }

    private static String elementAndAttribute(String warning) {
        return warning.replaceFirst("(?s)^.*CFG-W1 (dubbo:\\S+?):? .*?attribute (\\S+) .*$", "$1 $2");
    }

    /** The attributes in the file that never have an effect, each once. */
    private static Set<String> withoutEffect() throws Exception {
        Set<String> found = new TreeSet<>();
        for (ElementKind kind : ElementKind.values()) {
            NodeList elements = document().getElementsByTagName(kind.qualifiedName());
            for (int i = 0; i < elements.getLength(); i++) {
                for (AttributeSpec spec : AttributeCatalog.standard().attributesOf(kind)) {
                    String text = ((Element) elements.item(i)).getAttribute(spec.name());
                    Origin origin = new Origin(kind.qualifiedName(), null, spec.name(), null);
                    boolean without = AttributeCheck.of(spec, text, origin).problems().stream()
                            .anyMatch(problem -> problem.code() == ConfigCode.CFG_W1);
                    assertThat(without || text.isBlank() || spec.tier() != Tier.C)
                            .isTrue();
                    if (without) {
                        found.add(kind.qualifiedName() + " " + spec.name());
                    }
                }
            }
        }
        return found;
    }

    @Test
    void theReportHasEveryAttributeThatIsWrittenWithItsValueOrTheReasonWhyItDoesNotCount() throws Exception {
        Logger report = (Logger) LoggerFactory.getLogger("io.tern.rpc.core.SettingsReport");
        Level before = report.getLevel();
        report.setLevel(Level.DEBUG);
        try (ClassPathXmlApplicationContext context = new ClassPathXmlApplicationContext(FILE)) {
            assertThat(context.isActive()).isTrue();
        } finally {
            report.setLevel(before);
        }
        List<String> lines = log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(text -> text.startsWith("Effective settings:"))
                .findFirst()
                .orElseThrow()
                .lines()
                .dropWhile(line -> !line.equals("as written"))
                .map(String::strip)
                .toList();
        NodeList elements = document().getElementsByTagNameNS(DUBBO, "*");
        assertThat(elements.getLength()).isGreaterThan(10);
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            if (element.getLocalName().equals("parameter")) {
                String key = element.getAttribute("key");
                assertThat(lines).anyMatch(line -> line.startsWith("parameter " + key) || line.startsWith(key + " "));
                continue;
            }
            var attributes = element.getAttributes();
            for (int j = 0; j < attributes.getLength(); j++) {
                String name = attributes.item(j).getNodeName();
                assertThat(lines)
                        .as(element.getNodeName() + " " + name)
                        .anyMatch(line -> line.matches(name + " *= .*"));
            }
        }
        assertThat(lines)
                .noneMatch(line -> line.contains("secret-word"))
                .anyMatch(line -> line.matches("layer += .*published only: it is information for consoles only\\)"))
                .anyMatch(line -> line.matches("services += .*no effect: providers are found by interface.*"));
    }

    private static Document document() throws Exception {
        try (InputStream file = UnionTest.class.getClassLoader().getResourceAsStream(FILE)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(file);
        }
    }
}
