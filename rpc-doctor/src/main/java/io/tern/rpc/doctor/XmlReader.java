// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.PortingAdvice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads one Spring file: no entities, no schemas, no network, no Spring. */
final class XmlReader {
    private static final String BEANS = "http://www.springframework.org/schema/beans";
    private static final String CONTEXT = "http://www.springframework.org/schema/context";
    private static final Set<String> NAMESPACES =
            Set.of("http://dubbo.apache.org/schema/dubbo", "http://code.alibabatech.com/schema/dubbo");
    private static final Set<String> NOT_SETTINGS =
            Set.of(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, XMLConstants.XML_NS_URI);

    private final Path path;
    private final XMLStreamReader xml;
    private final SourceText source;
    private final Deque<Scope> open = new ArrayDeque<>();
    private final List<FoundElement> elements = new ArrayList<>();
    private final List<XmlFile.Named> imports = new ArrayList<>();
    private final List<XmlFile.Named> propertyFiles = new ArrayList<>();
    private final Set<String> beans = new LinkedHashSet<>();
    private final List<Finding> problems = new ArrayList<>();

    /**
     * An element around the next one.
     *
     * @param element null if it is none of the namespace
     * @param profiles of this and all around it
     * @param isSkipped whether nothing inside counts, since this one has no place here
     */
    private record Scope(@Nullable FoundElement element, Set<String> profiles, boolean isSkipped) {}

    private XmlReader(Path path, XMLStreamReader xml, SourceText source) {
        this.path = path;
        this.xml = xml;
        this.source = source;
    }

    /** Reads a file; one that is no XML has that as its problem. */
    static XmlFile read(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new ByteArrayInputStream(bytes));
            XmlReader reader = new XmlReader(path, xml, new SourceText(new String(bytes, charset(xml))));
            try {
                reader.readAll();
            } catch (XMLStreamException e) {
                reader.problems.add(notWellFormed(path, e));
            }
            return reader.file();
        } catch (XMLStreamException e) {
            return new XmlFile(path, List.of(), List.of(), List.of(), Set.of(), List.of(notWellFormed(path, e)));
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    private static Charset charset(XMLStreamReader xml) {
        String name = xml.getCharacterEncodingScheme() == null ? xml.getEncoding() : xml.getCharacterEncodingScheme();
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }

    private static Finding notWellFormed(Path path, XMLStreamException e) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
        String text = String.valueOf(e.getMessage()).replaceFirst("(?s)^ParseError at .*?\\RMessage: ", "");
        return new Finding(
                Verdict.MISTAKE,
                new Place(path.toString(), line),
                "XML",
                "the file cannot be read from here on: " + text.strip());
    }

    private XmlFile file() {
        return new XmlFile(path, elements, imports, propertyFiles, beans, problems);
    }

    private void readAll() throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                open.push(start());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                open.pop();
            }
        }
    }

    private Scope start() {
        SourceText.Tag tag = source.tagBefore(
                qualified(xml.getPrefix(), xml.getLocalName()),
                xml.getLocation().getLineNumber(),
                xml.getLocation().getColumnNumber());
        Scope outer = open.isEmpty() ? new Scope(null, Set.of(), false) : open.peek();
        if (outer.isSkipped()) {
            return outer;
        }
        if (NAMESPACES.contains(String.valueOf(xml.getNamespaceURI())) || isProperty(outer.element())) {
            FoundElement found = element(tag, outer);
            return new Scope(found, outer.profiles(), found == null);
        }
        if (outer.element() != null) {
            add(
                    ConfigErrors.foreignElement(
                            qualified(xml.getPrefix(), xml.getLocalName()),
                            outline(outer.element()).origin(null)),
                    place(tag.line()));
            return new Scope(null, outer.profiles(), true);
        }
        return new Scope(null, plain(tag, outer.profiles()), false);
    }

    /** In a service, as in a bean: Spring's own element. */
    private boolean isProperty(@Nullable FoundElement outer) {
        return outer != null
                && outer.kind() == ElementKind.SERVICE
                && BEANS.equals(xml.getNamespaceURI())
                && ElementKind.PROPERTY.xmlName().equals(xml.getLocalName());
    }

    /** Notes what a plain element of Spring means for us, and returns the profiles of what is inside. */
    private Set<String> plain(SourceText.Tag tag, Set<String> profiles) {
        String namespace = String.valueOf(xml.getNamespaceURI());
        String name = xml.getLocalName();
        if (namespace.equals(CONTEXT) && name.equals("property-placeholder")) {
            String locations = xml.getAttributeValue(null, "location");
            for (String location : locations == null ? new String[0] : locations.split(",", -1)) {
                propertyFiles.add(new XmlFile.Named(location.strip(), place(tag.lineOf("location"))));
            }
        }
        // Files with a document type have no namespace.
        if (!namespace.equals(BEANS) && !namespace.isEmpty() && !namespace.equals("null")) {
            return profiles;
        }
        switch (name) {
            case "import" -> {
                String resource = xml.getAttributeValue(null, "resource");
                if (resource != null) {
                    imports.add(new XmlFile.Named(resource.strip(), place(tag.lineOf("resource"))));
                }
            }
            case "beans" -> {
                checkSchemaLocation(tag);
                String profile = xml.getAttributeValue(null, "profile");
                if (profile != null) {
                    Set<String> inner = new LinkedHashSet<>(profiles);
                    inner.add(profile.strip());
                    return inner;
                }
            }
            case "bean" -> readBean(tag);
            default -> {}
        }
        return profiles;
    }

    private void readBean(SourceText.Tag tag) {
        String id = xml.getAttributeValue(null, "id");
        if (id != null) {
            beans.add(id.strip());
        }
        String names = xml.getAttributeValue(null, "name");
        for (String name : names == null ? new String[0] : names.split("[,;\\s]+", -1)) {
            beans.add(name);
        }
        String type = xml.getAttributeValue(null, "class");
        if (type != null && PortingAdvice.isOfDubbo(type.strip())) {
            problems.add(new Finding(
                    Verdict.NOT_SUPPORTED,
                    place(tag.lineOf("class")),
                    "bean class = " + ConfigErrors.quote(type),
                    "a class of Dubbo; write an element of the namespace instead, or take the bean out"));
        }
    }

    /** Spring finds a schema by its location; one that Tern does not ship is fetched from the network, or fails. */
    private void checkSchemaLocation(SourceText.Tag tag) {
        String text = xml.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "schemaLocation");
        String[] words = text == null ? new String[0] : text.strip().split("\\s+", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (NAMESPACES.contains(words[i])
                    && !words[i + 1].replaceFirst("^https:", "http:").equals(words[i] + "/dubbo.xsd")) {
                problems.add(new Finding(
                        Verdict.MISTAKE,
                        place(tag.lineOf("xsi:schemaLocation")),
                        "schemaLocation " + ConfigErrors.quote(words[i + 1]),
                        "Spring would look for this schema in the network; write " + words[i] + "/dubbo.xsd"));
            }
        }
    }

    private @Nullable FoundElement element(SourceText.Tag tag, Scope outer) {
        String name = xml.getLocalName();
        FoundElement parent = outer.element();
        ElementKind kind = ElementKind.named(name).orElse(null);
        if (kind == null) {
            Origin origin = parent == null
                    ? new Origin("dubbo:" + name, xml.getAttributeValue(null, "id"), null, null)
                    : outline(parent).origin(null);
            add(ConfigErrors.unknownElement(name, origin), place(tag.line()));
            return null;
        }
        FoundElement found = new FoundElement(kind, place(tag.line()), outer.profiles(), parent);
        readAttributes(found, tag);
        if (parent == null && !kind.isTopLevel()) {
            add(ConfigErrors.misplacedAtRoot(kind, outline(found).origin(null)), found.place());
            return null;
        }
        if (parent != null && !parent.kind().children().contains(kind)) {
            add(
                    ConfigErrors.misplacedElement(
                            kind, parent.kind(), outline(found).origin(null)),
                    found.place());
            return null;
        }
        (parent == null ? elements : parent.children()).add(found);
        return found;
    }

    private void readAttributes(FoundElement found, SourceText.Tag tag) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String namespace = xml.getAttributeNamespace(i);
            if (namespace != null && NOT_SETTINGS.contains(namespace)) {
                continue;
            }
            String name = xml.getAttributeLocalName(i);
            String text = xml.getAttributeValue(i);
            Place place = place(tag.lineOf(qualified(xml.getAttributePrefix(i), name)));
            boolean own = namespace == null || namespace.isEmpty() || NAMESPACES.contains(namespace);
            if (own || !found.kind().children().contains(ElementKind.PARAMETER)) {
                found.attributes().put(name, new FoundElement.Written(text, place));
            } else {
                // Such as p:key="value": Dubbo makes it a parameter, and so does Tern.
                FoundElement parameter = new FoundElement(ElementKind.PARAMETER, place, found.profiles(), found);
                parameter.attributes().put("key", new FoundElement.Written(name, place));
                parameter.attributes().put("value", new FoundElement.Written(text, place));
                found.children().add(parameter);
            }
        }
    }

    private void add(ConfigProblem problem, Place place) {
        problems.add(new Finding(Verdict.MISTAKE, place, problem.origin().element(), Sentence.withCode(problem)));
    }

    /** The element with what names it, for messages. */
    private static ConfigElement outline(FoundElement found) {
        ConfigElement outline = ConfigElement.of(found.kind());
        found.attributes().forEach((name, written) -> outline.set(name, written.text()));
        if (found.parent() != null) {
            outline(found.parent()).add(outline);
        }
        return outline;
    }

    private Place place(int line) {
        return new Place(path.toString(), line);
    }

    private static String qualified(@Nullable String prefix, String name) {
        return prefix == null || prefix.isEmpty() ? name : prefix + ":" + name;
    }
}
