// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * An element as a file has it, placeholders and all. Spring does not look into it, so a placeholder that cannot be
 * resolved becomes one of our messages, not a stack trace about a bean definition. Built by one thread.
 */
public final class WrittenElement {
    private static final Set<String> BEAN_ATTRIBUTES = Set.of("ref", "executor", "oninvoke", "onreturn", "onthrow");
    /** Those of them that name a bean and its method. */
    private static final Set<String> CALLBACK_ATTRIBUTES = Set.of("oninvoke", "onreturn", "onthrow");

    private final ElementKind kind;
    private final String resource;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<WrittenElement> children = new ArrayList<>();
    private final @Nullable String annotation;
    private @Nullable String beanName;
    private @Nullable Class<?> objectType;

    /** An empty element of a file. */
    public WrittenElement(ElementKind kind, String resource) {
        this(kind, resource, null);
    }

    /** An empty element that an annotation of this name stands for, at this place. */
    public WrittenElement(ElementKind kind, String place, @Nullable String annotation) {
        this.kind = kind;
        this.resource = place;
        this.annotation = annotation;
    }

    /** What it is. */
    public ElementKind kind() {
        return kind;
    }

    /** Adds an attribute as it is written. */
    public void attribute(String name, String text) {
        attributes.put(name, text);
    }

    /** Adds an element inside this one. */
    public void child(WrittenElement child) {
        children.add(child);
    }

    /** The elements inside, in order. */
    public List<WrittenElement> children() {
        return children;
    }

    /** The name of the bean, or for other elements their id, before the last placeholders are known; null if it has none. */
    public @Nullable String beanName() {
        return beanName;
    }

    /** Sets {@link #beanName()}. */
    public void beanName(String name) {
        beanName = name;
    }

    /** What the bean of a reference implements; null as long as, or if, that is not known. */
    public @Nullable Class<?> objectType() {
        return objectType;
    }

    /** Sets {@link #objectType()}. */
    public void objectType(Class<?> type) {
        objectType = type;
    }

    /** Sets {@link #objectType()}, and tells Spring by the definition of the factory, which it need not create to know it. */
    public void objectType(Class<?> type, BeanDefinition factory) {
        objectType(type);
        factory.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
    }

    /** A definition of its bean, of a class that is made of the instance of the context and this element. */
    public RootBeanDefinition definition(Class<?> beanClass) {
        RootBeanDefinition definition = new RootBeanDefinition(beanClass);
        ConstructorArgumentValues arguments = definition.getConstructorArgumentValues();
        arguments.addIndexedArgumentValue(0, new RuntimeBeanReference(TernLifecycle.BEAN_NAME));
        arguments.addIndexedArgumentValue(1, this);
        return definition;
    }

    /** Whether an attribute {@code generic} of this text makes a reference's object a GenericService; null if there is none. */
    public static boolean isGeneric(@Nullable String text) {
        return text != null && !text.isBlank() && !text.strip().equalsIgnoreCase("false");
    }

    /** Whether a value here or inside is to be evaluated by Spring's expression language. */
    boolean hasExpressions() {
        return (kind != ElementKind.PROPERTY && attributes.values().stream().anyMatch(PlaceholderText::isExpression))
                || children.stream().anyMatch(WrittenElement::hasExpressions);
    }

    /** The beans that this element or one inside refers to, by attributes such as {@code ref} and {@code oninvoke}. */
    Stream<String> beansUsed() {
        Stream<String> own = attributes.entrySet().stream()
                .filter(attribute -> BEAN_ATTRIBUTES.contains(attribute.getKey()))
                .map(attribute -> CALLBACK_ATTRIBUTES.contains(attribute.getKey())
                        ? attribute.getValue().strip().replaceFirst("\\.[^.]*$", "")
                        : attribute.getValue().strip());
        return Stream.concat(own, children.stream().flatMap(WrittenElement::beansUsed));
    }

    /** Turns it into the form that is checked and resolved, children included. */
    public ConfigElement resolved(AttributeTexts texts) {
        ConfigElement element = empty();
        addTo(element, texts);
        return element;
    }

    /** The same, with only what names and types need. */
    public ConfigElement outline(UnaryOperator<String> text) {
        ConfigElement outline = empty();
        attributes.forEach((name, value) -> outline.set(name, text.apply(value)));
        return outline;
    }

    private ConfigElement empty() {
        return ConfigElement.of(kind).resource(resource).writtenAs(annotation);
    }

    /**
     * What is written, without the id: equal for elements that come to the same.
     *
     * @param attributes the attributes that are not blank, placeholders replaced
     * @param children the same of what is inside
     */
    public record Facts(ElementKind kind, Map<String, String> attributes, List<Facts> children) {}

    /** {@link Facts} of this element. */
    public Facts facts(UnaryOperator<String> text) {
        Map<String, String> written = new HashMap<>();
        attributes.forEach((name, value) -> {
            String replaced = text.apply(value).strip();
            if (!replaced.isEmpty() && !name.equals("id")) {
                written.put(name, replaced);
            }
        });
        return new Facts(
                kind, written, children.stream().map(child -> child.facts(text)).toList());
    }

    /** The text of an attribute as it is written; null if it is not. */
    public @Nullable String text(String attribute) {
        return attributes.get(attribute);
    }

    private void addTo(ConfigElement element, AttributeTexts texts) {
        // Two passes, so that messages about the second name the element by what the first found.
        attributes.forEach(element::set);
        attributes.forEach((name, text) -> element.set(name, texts.resolve(name, text, element)));
        for (WrittenElement child : children) {
            ConfigElement nested = child.empty();
            element.add(nested);
            child.addTo(nested, texts);
        }
        if (beanName != null) {
            element.id(texts.name(beanName));
        }
    }

    /** Replaces placeholders and expressions. */
    public interface AttributeTexts {
        /** The text to use; what cannot be replaced stays in it. */
        String resolve(String attribute, String text, ConfigElement element);

        /** The same for a bean name. */
        String name(String beanName);
    }
}
