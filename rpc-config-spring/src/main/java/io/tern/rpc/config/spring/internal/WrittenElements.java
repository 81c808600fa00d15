// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;

/** All elements of all files of one context, and what was noticed while they were read. Filled by one thread. */
public final class WrittenElements {
    private static final String ATTRIBUTE = WrittenElements.class.getName();

    private final List<WrittenElement> elements = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ElementSource> sources = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final ElementIds ids = new ElementIds();

    private WrittenElements() {}

    /** Those of the context that the registry belongs to; with the first element the context gets its life cycle bean. */
    public static WrittenElements of(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(TernLifecycle.BEAN_NAME)) {
            Object known = registry.getBeanDefinition(TernLifecycle.BEAN_NAME).getAttribute(ATTRIBUTE);
            if (known instanceof WrittenElements elements) {
                return elements;
            }
        }
        WrittenElements elements = new WrittenElements();
        RootBeanDefinition definition = new RootBeanDefinition(TernLifecycle.class);
        definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        definition.getConstructorArgumentValues().addGenericArgumentValue(elements);
        definition.setAttribute(ATTRIBUTE, elements);
        registry.registerBeanDefinition(TernLifecycle.BEAN_NAME, definition);
        return elements;
    }

    /** Adds an element that stands directly under the root of a file. */
    public void add(WrittenElement element) {
        elements.add(element);
    }

    /** Notes a mistake. */
    public void add(ConfigProblem problem) {
        problems.add(problem);
    }

    /** Adds somebody who adds elements when all bean definitions are known. */
    public void add(ElementSource source) {
        sources.add(source);
    }

    /** Takes a name for an element; false if another element has it. */
    public boolean take(String name) {
        return names.add(name);
    }

    /** A name for an element that has no id: one that neither an element nor, as {@code inUse} says, a bean has. */
    public String nameFor(ConfigElement outline, Predicate<String> inUse) {
        return ids.idFor(outline, name -> names.contains(name) || inUse.test(name));
    }

    /** Those that stand directly under the root of a file, and those that were added since. */
    public List<WrittenElement> elements() {
        return elements;
    }

    List<ElementSource> sources() {
        return sources;
    }

    List<ConfigProblem> problems() {
        return problems;
    }
}
