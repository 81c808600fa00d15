// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.xml;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.spring.ReferenceBean;
import io.tern.rpc.config.spring.ServiceBean;
import io.tern.rpc.config.spring.annotation.RpcAnnotations;
import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.config.spring.internal.WrittenElements;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementIds;
import io.tern.rpc.core.config.ElementKind;
import java.util.Set;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.parsing.BeanComponentDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.beans.factory.xml.BeanDefinitionParserDelegate;
import org.springframework.beans.factory.xml.ParserContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Reads one element with all that is inside it, and defines beans for references and services. Which attributes and
 * children an element has is the catalogue's knowledge; so there is one parser for all of them.
 */
final class ElementParser {
    private static final Set<String> NAMESPACES =
            Set.of("http://dubbo.apache.org/schema/dubbo", "http://code.alibabatech.com/schema/dubbo");
    private static final Set<String> NOT_SETTINGS = Set.of(
            XMLConstants.XMLNS_ATTRIBUTE_NS_URI, XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, XMLConstants.XML_NS_URI);

    private final ParserContext context;
    private final BeanDefinitionRegistry registry;
    private final WrittenElements elements;
    private final String resource;
    private @Nullable BeanDefinition firstBean;

    ElementParser(ParserContext context) {
        this.context = context;
        this.registry = context.getRegistry();
        this.elements = WrittenElements.of(registry);
        this.resource = resource(context);
    }

    /** Reads a top-level element; the result is the definition of its bean, if it is one. */
    @Nullable
    BeanDefinition parse(Element element) {
        String name = localName(element);
        ElementKind kind = ElementKind.named(name).orElse(null);
        if (kind == null) {
            String id = element.getAttribute("id");
            elements.add(ConfigErrors.unknownElement(
                    name, new Origin("dubbo:" + name, id.isBlank() ? null : id.strip(), null, resource)));
            return null;
        }
        WrittenElement written = new WrittenElement(kind, resource);
        ConfigElement outline = ConfigElement.of(kind).resource(resource);
        readAttributes(element, written, outline);
        if (!kind.isTopLevel()) {
            elements.add(ConfigErrors.misplacedAtRoot(kind, outline.origin(null)));
            return null;
        }
        readChildren(element, written, outline);
        name(element, written, outline);
        elements.add(written);
        if (kind == ElementKind.ANNOTATION) {
            RpcAnnotations.readIn(registry);
        }
        return firstBean;
    }

    private void readAttributes(Element element, WrittenElement written, ConfigElement outline) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            String namespace = attribute.getNamespaceURI();
            if (namespace != null && NOT_SETTINGS.contains(namespace)) {
                continue;
            }
            String name = localName(attribute);
            String text = attribute.getValue();
            if (namespace == null
                    || NAMESPACES.contains(namespace)
                    || !written.kind().children().contains(ElementKind.PARAMETER)) {
                written.attribute(name, text);
                outline.set(name, early(text));
            } else {
                // Such as p:key="value": Dubbo makes it a parameter of its URL.
                WrittenElement parameter = new WrittenElement(ElementKind.PARAMETER, resource);
                parameter.attribute("key", name);
                parameter.attribute("value", text);
                written.child(parameter);
            }
        }
    }

    private void readChildren(Element element, WrittenElement written, ConfigElement outline) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                readChild(child, written, outline);
            }
        }
    }

    private void readChild(Element element, WrittenElement parent, ConfigElement outlineOfParent) {
        if (!NAMESPACES.contains(String.valueOf(element.getNamespaceURI())) && !isProperty(element, parent)) {
            elements.add(ConfigErrors.foreignElement(element.getNodeName(), outlineOfParent.origin(null)));
            return;
        }
        String name = localName(element);
        ElementKind kind = ElementKind.named(name).orElse(null);
        if (kind == null) {
            elements.add(ConfigErrors.unknownElement(name, outlineOfParent.origin(null)));
            return;
        }
        WrittenElement written = new WrittenElement(kind, resource);
        ConfigElement outline = ConfigElement.of(kind).resource(resource);
        outlineOfParent.add(outline);
        readAttributes(element, written, outline);
        if (!parent.kind().children().contains(kind)) {
            elements.add(ConfigErrors.misplacedElement(kind, parent.kind(), outline.origin(null)));
            return;
        }
        readChildren(element, written, outline);
        name(element, written, outline);
        parent.child(written);
    }

    /** In a service with a class, as in a bean: Spring's own element. */
    private static boolean isProperty(Element element, WrittenElement parent) {
        return parent.kind() == ElementKind.SERVICE
                && BeanDefinitionParserDelegate.BEANS_NAMESPACE_URI.equals(element.getNamespaceURI())
                && ElementKind.PROPERTY.xmlName().equals(element.getLocalName());
    }

    private void name(Element element, WrittenElement written, ConfigElement outline) {
        boolean bean = written.kind() == ElementKind.REFERENCE || written.kind() == ElementKind.SERVICE;
        String id = ElementIds.writtenId(outline);
        if (id == null) {
            // Other elements get a name later, when all written ids are known; nobody asks for their beans.
            if (bean) {
                String name = elements.nameFor(outline, registry::isBeanNameInUse);
                elements.take(name);
                define(element, written, outline, name);
            }
            return;
        }
        written.beanName(id);
        // A second element of the same id keeps it too, and the check of all elements reports both places.
        if (elements.take(id) && bean) {
            if (registry.isBeanNameInUse(id)) {
                elements.add(ConfigErrors.duplicate(outline.origin("id"), id, otherBean(id)));
            } else {
                define(element, written, outline, id);
            }
        }
    }

    private Origin otherBean(String name) {
        String file = registry.containsBeanDefinition(name)
                ? registry.getBeanDefinition(name).getResourceDescription()
                : null;
        return new Origin("bean", name, null, file);
    }

    private void define(Element element, WrittenElement written, ConfigElement outline, String name) {
        written.beanName(name);
        boolean reference = written.kind() == ElementKind.REFERENCE;
        RootBeanDefinition definition = written.definition(reference ? ReferenceBean.class : ServiceBean.class);
        definition.setResource(context.getReaderContext().getResource());
        definition.setSource(context.extractSource(element));
        Class<?> type = reference ? objectType(outline) : null;
        if (type != null) {
            written.objectType(type, definition);
        }
        if (context.isNested()) {
            registry.registerBeanDefinition(name, definition);
        } else {
            context.registerBeanComponent(new BeanComponentDefinition(definition, name));
        }
        firstBean = definition;
    }

    /** What the reference's object will implement; null if that is not known before all placeholders are. */
    private @Nullable Class<?> objectType(ConfigElement outline) {
        String generic = outline.text("generic");
        if (generic != null && generic.contains("${")) {
            return null;
        } else if (WrittenElement.isGeneric(generic)) {
            return GenericService.class;
        }
        String name = outline.text("interface");
        if (name == null) {
            return null;
        }
        try {
            ClassLoader loader = context.getReaderContext().getBeanClassLoader();
            if (loader == null && context.getReaderContext().getResourceLoader() != null) {
                loader = context.getReaderContext().getResourceLoader().getClassLoader();
            }
            return ClassUtils.forName(name.strip(), loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private String early(String text) {
        return context.getReaderContext().getEnvironment().resolvePlaceholders(text);
    }

    private static String localName(Node node) {
        return node.getLocalName() == null ? node.getNodeName() : node.getLocalName();
    }

    /** The file, as short as it can be found by. */
    static String resource(ParserContext context) {
        Resource resource = context.getReaderContext().getResource();
        if (resource instanceof ClassPathResource file) {
            return file.getPath();
        }
        return resource instanceof FileSystemResource file ? file.getPath() : resource.getDescription();
    }
}
