// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.ConstructorArgumentValues.ValueHolder;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.config.TypedStringValue;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/** What can be said about the beans of references and services only when the last placeholder is known: names and types. */
final class ElementBeans {
    private final ConfigurableListableBeanFactory beans;
    private final PlaceholderText texts;
    private final Consumer<ConfigProblem> problems;

    ElementBeans(ConfigurableListableBeanFactory beans, PlaceholderText texts, Consumer<ConfigProblem> problems) {
        this.beans = beans;
        this.texts = texts;
        this.problems = problems;
    }

    /** Whether the classes of all beans that elements refer to are known without creating one. */
    boolean typesAreKnown(List<WrittenElement> elements) {
        return elements.stream()
                .flatMap(WrittenElement::beansUsed)
                .map(texts::name)
                .noneMatch(name ->
                        !name.isEmpty() && beans.containsBean(name) && SpringBeans.knownType(beans, name) == null);
    }

    /** Of the elements at the top of all files; the parent's can be the defaults of their references. */
    void complete(List<WrittenElement> elements, List<ConfigElement> ofParent) {
        List<ConfigElement> own = elements.stream().map(this::outline).toList();
        List<ConfigElement> consumers = Stream.concat(own.stream(), GlobalElements.inherited(ofParent, own).stream())
                .filter(element -> element.kind() == ElementKind.CONSUMER)
                .toList();
        completeAll(elements, consumers);
    }

    private ConfigElement outline(WrittenElement element) {
        ConfigElement outline = element.outline(texts::name);
        String id = element.beanName();
        return id == null ? outline : outline.id(texts.name(id));
    }

    /** {@code consumers} are those that can be the defaults of references among the elements. */
    private void completeAll(List<WrittenElement> elements, List<ConfigElement> consumers) {
        for (WrittenElement element : elements) {
            BeanDefinition definition = definition(element);
            if (definition != null) {
                complete(element, definition, consumers);
            }
            boolean encloses = element.kind() == ElementKind.CONSUMER;
            completeAll(element.children(), encloses ? List.of(outline(element)) : consumers);
        }
    }

    /** The definition the parser made; null if the element has none, or another bean took its place. */
    private @Nullable BeanDefinition definition(WrittenElement element) {
        String name = element.beanName();
        boolean bean = element.kind() == ElementKind.REFERENCE || element.kind() == ElementKind.SERVICE;
        if (name == null || !bean || !beans.containsBeanDefinition(name)) {
            return null;
        }
        BeanDefinition definition = beans.getBeanDefinition(name);
        ValueHolder source = definition
                .getConstructorArgumentValues()
                .getIndexedArgumentValues()
                .get(1);
        if (source != null && source.getValue() == element) {
            return definition;
        }
        if (source == null || !(source.getValue() instanceof WrittenElement)) {
            problems.accept(duplicate(element, name, definition.getResourceDescription()));
        }
        return null;
    }

    private void complete(WrittenElement element, BeanDefinition definition, List<ConfigElement> consumers) {
        String beanName = String.valueOf(element.beanName());
        String finalName = texts.name(beanName);
        if (!finalName.equals(beanName)) {
            if (beans.containsLocalBean(finalName)) {
                problems.accept(duplicate(element, finalName, null));
            } else {
                beans.registerAlias(beanName, finalName);
            }
        }
        if (element.kind() == ElementKind.SERVICE) {
            defineImplementation(element, finalName + "Impl");
        }
        if (element.kind() != ElementKind.REFERENCE) {
            return;
        }
        ConfigElement outline = element.outline(texts::name);
        if (isGeneric(outline, consumers)) {
            element.objectType(GenericService.class, definition);
        } else if (element.objectType() == null) {
            String name = outline.text("interface");
            if (name != null && ClassUtils.isPresent(name.strip(), beans.getBeanClassLoader())) {
                element.objectType(ClassUtils.resolveClassName(name.strip(), beans.getBeanClassLoader()), definition);
            }
        }
    }

    /** The bean of a service that says {@code class}; what is wrong with the class is found with the other mistakes. */
    private void defineImplementation(WrittenElement service, String name) {
        ConfigElement outline = service.outline(texts::name);
        String type = outline.text("class");
        if (type == null
                || type.isBlank()
                || !ClassUtils.isPresent(type.strip(), beans.getBeanClassLoader())
                || !(beans instanceof BeanDefinitionRegistry registry)) {
            return;
        }
        if (beans.containsBean(name)) {
            problems.accept(ConfigErrors.duplicate(
                    outline.origin("class"), name, new Origin("bean", name, null, outline.resource())));
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setBeanClassName(type.strip());
        definition.setResourceDescription(outline.resource());
        for (WrittenElement property : service.children()) {
            String key = property.text("name");
            if (property.kind() == ElementKind.PROPERTY && key != null) {
                setProperty(definition, texts.name(key).strip(), property);
            }
        }
        registry.registerBeanDefinition(name, definition);
    }

    private void setProperty(RootBeanDefinition definition, String key, WrittenElement property) {
        String value = property.text("value");
        String reference = property.text("ref");
        if (value != null) {
            definition.getPropertyValues().add(key, new TypedStringValue(texts.name(value)));
        } else if (reference != null && !reference.isBlank()) {
            definition
                    .getPropertyValues()
                    .add(key, new RuntimeBeanReference(texts.name(reference).strip()));
        }
    }

    /** By what the reference says, else by its consumer: the one it names or stands in, or the default one. */
    private static boolean isGeneric(ConfigElement reference, List<ConfigElement> consumers) {
        String own = reference.text("generic");
        if (own != null && !own.isBlank()) {
            return WrittenElement.isGeneric(own);
        }
        String named = reference.text("consumer");
        return consumers.stream()
                .filter(consumer -> (named == null || named.isBlank())
                        ? !"false".equalsIgnoreCase(consumer.text("default"))
                        : named.strip().equals(consumer.text("id")))
                .anyMatch(consumer -> WrittenElement.isGeneric(consumer.text("generic")));
    }

    private ConfigProblem duplicate(WrittenElement element, String name, @Nullable String otherFile) {
        ConfigElement outline = element.outline(texts::name);
        return ConfigErrors.duplicate(outline.origin("id"), name, new Origin("bean", name, null, otherFile));
    }
}
