// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.ElementKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanDefinitionStoreException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.xml.NamespaceHandler;
import org.springframework.beans.factory.xml.ParserContext;
import org.springframework.beans.factory.xml.PluggableSchemaResolver;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.core.io.ByteArrayResource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The schema of both namespaces, looked up in our own jar only: whatever would go to the network fails these tests. */
class SchemaTest {
    private static final String XSD = XMLConstants.W3C_XML_SCHEMA_NS_URI;
    private static final List<String> HOSTS = List.of("dubbo.apache.org", "code.alibabatech.com");
    private static final PluggableSchemaResolver JAR = new PluggableSchemaResolver(SchemaTest.class.getClassLoader());

    static Stream<Arguments> namespacesAndLocations() {
        return HOSTS.stream()
                .flatMap(host -> Stream.of("http", "https")
                        .map(scheme -> Arguments.of(
                                "http://" + host + "/schema/dubbo",
                                scheme + "://" + host + "/schema/dubbo/dubbo.xsd")));
    }

    @ParameterizedTest
    @MethodSource("namespacesAndLocations")
    void springReadsAFileWithEveryElementAndAttribute(String namespace, String location) {
        List<Element> elements = read(namespace, new UnionDocument(namespace, location).all());
        assertThat(elements)
                .extracting(Element::getLocalName)
                .contains("application", "reference", "service")
                .doesNotHaveDuplicates();
        assertThat(elements)
                .filteredOn(element -> element.getLocalName().equals("reference"))
                .allSatisfy(
                        element -> assertThat(element.getAttribute("timeout")).isEqualTo("${some.key:x}"));
    }

    @ParameterizedTest
    @MethodSource("namespacesAndLocations")
    void theSchemaAddsNoDefaults(String namespace, String location) {
        List<Element> elements =
                read(namespace, new UnionDocument(namespace, location).around("<dubbo:reference/><dubbo:protocol/>"));
        assertThat(elements)
                .hasSize(2)
                .allSatisfy(element ->
                        assertThat(element.getAttributes().getLength()).isZero());
    }

    @ParameterizedTest
    @MethodSource("namespacesAndLocations")
    void mistakesThatTheParserReportsPassTheSchema(String namespace, String location) {
        UnionDocument document = new UnionDocument(namespace, location);
        assertThatCode(() -> read(namespace, document.around("""
                        <dubbo:reference id="a" timout="5" xmlns:p="http://www.springframework.org/schema/p" p:key="x" dubbo:odd="1">
                            <dubbo:metod name="x"/>
                            <dubbo:protocol/>
                            <bean class="x"/>
                            <dubbo:parameter key="a"/><dubbo:method name="a"/><dubbo:parameter key="b"/>
                        </dubbo:reference>
                        <dubbo:reference id="a"/>
                        <dubbo:method/>
                        """))).doesNotThrowAnyException();
    }

    @Test
    void anUnknownElementUnderTheRootIsSpringsMistake() {
        String namespace = "http://dubbo.apache.org/schema/dubbo";
        String file = new UnionDocument(namespace, namespace + "/dubbo.xsd").around("<dubbo:referense/>");
        assertThatThrownBy(() -> read(namespace, file))
                .isInstanceOf(BeanDefinitionStoreException.class)
                .rootCause()
                .hasMessageContaining("dubbo:referense");
    }

    @ParameterizedTest
    @MethodSource("namespacesAndLocations")
    void aPlainValidatorAcceptsTheUnion(String namespace, String location) throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XSD);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
        Schema schema = factory.newSchema(inJar(location));
        DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
        documents.setNamespaceAware(true);
        Document document = documents
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(new UnionDocument(namespace, location).all())));
        List<Element> elements = elements(document.getDocumentElement(), namespace);
        assertThat(elements).hasSizeGreaterThanOrEqualTo(14);
        for (Element element : elements) {
            schema.newValidator().validate(new DOMSource(element));
        }
        Element text = document.createElementNS(namespace, "dubbo:reference");
        text.setTextContent("a text that belongs nowhere");
        assertThatThrownBy(() -> schema.newValidator().validate(new DOMSource(text)))
                .isInstanceOf(SAXException.class);
    }

    @Test
    void everyAttributeIsAStringWithDocumentationAndWithoutDefault() throws Exception {
        DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
        documents.setNamespaceAware(true);
        Document schema;
        try (InputStream stream = Objects.requireNonNull(getClass().getResourceAsStream("dubbo-elements.xsd"))) {
            schema = documents.newDocumentBuilder().parse(stream);
        }
        NodeList attributes = schema.getElementsByTagNameNS(XSD, "attribute");
        int expected = 0;
        for (ElementKind kind : ElementKind.values()) {
            expected += AttributeCatalog.standard().attributesOf(kind).stream()
                    .mapToInt(spec -> 1 + spec.aliases().size())
                    .sum();
        }
        assertThat(attributes.getLength()).isEqualTo(expected).isGreaterThan(500);
        for (int i = 0; i < attributes.getLength(); i++) {
            Element attribute = (Element) attributes.item(i);
            assertThat(attribute.getAttribute("type")).isEqualTo("xsd:string");
            assertThat(attribute.hasAttribute("default") || attribute.hasAttribute("use"))
                    .isFalse();
            assertThat(attribute.getTextContent().strip()).endsWith(".");
        }
        assertThat(schema.getElementsByTagNameNS(XSD, "element").getLength()).isEqualTo(ElementKind.values().length);
    }

    @Test
    void bothNamespacesHaveTheSameHandler() throws IOException {
        Properties handlers = properties("spring.handlers");
        Set<Object> classes = new HashSet<>();
        for (String host : HOSTS) {
            classes.add(handlers.getProperty("http://" + host + "/schema/dubbo"));
        }
        assertThat(classes).containsExactly("io.tern.rpc.config.spring.xml.DubboNamespaceHandler");
        assertThat(properties("spring.schemas")).hasSize(8);
    }

    private static URL inJar(String location) throws IOException {
        String file = properties("spring.schemas").getProperty(location);
        return Objects.requireNonNull(SchemaTest.class.getClassLoader().getResource(file));
    }

    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = Files.newInputStream(Path.of("src/main/resources/META-INF", name))) {
            properties.load(stream);
        }
        return properties;
    }

    private static List<Element> elements(Element root, String namespace) {
        List<Element> elements = new ArrayList<>();
        for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (namespace.equals(node.getNamespaceURI())) {
                elements.add((Element) node);
            }
        }
        return elements;
    }

    /** Reads a file as Spring does, and returns the elements that Spring hands to the handler of the namespace. */
    private static List<Element> read(String namespace, String file) {
        RecordingHandler handler = new RecordingHandler();
        XmlBeanDefinitionReader reader = new XmlBeanDefinitionReader(new DefaultListableBeanFactory());
        reader.setEntityResolver((publicId, systemId) -> {
            InputSource source = JAR.resolveEntity(publicId, systemId);
            if (source == null) {
                throw new IOException("not in our jar: " + systemId);
            }
            return source;
        });
        reader.setNamespaceHandlerResolver(uri -> uri.equals(namespace) ? handler : null);
        reader.loadBeanDefinitions(new ByteArrayResource(file.getBytes(StandardCharsets.UTF_8)));
        return handler.elements;
    }

    private static final class RecordingHandler implements NamespaceHandler {
        private final List<Element> elements = new ArrayList<>();

        @Override
        public void init() {
            // Nothing to prepare: the handler only records.
        }

        @Override
        public @Nullable BeanDefinition parse(Element element, ParserContext context) {
            elements.add(element);
            return null;
        }

        @Override
        public @Nullable BeanDefinitionHolder decorate(
                Node source, BeanDefinitionHolder definition, ParserContext context) {
            return null;
        }
    }
}
