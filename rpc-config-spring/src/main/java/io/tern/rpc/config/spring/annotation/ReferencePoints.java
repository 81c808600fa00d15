// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.spring.internal.ElementSource;
import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.core.config.ElementIds;
import java.lang.reflect.AnnotatedElement;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Which bean belongs to which place. Places of classes that were not known when the context was refreshed, such as those of
 * tests, get their references when they ask. Filled by one thread, then thread-safe.
 */
final class ReferencePoints {
    /** By class, its places: asked for before beans exist, and with the first bean of the class. */
    private final Map<Class<?>, List<ReferencePoint>> byClass = new ConcurrentHashMap<>();
    /** By member: written before beans exist. */
    private final Map<AnnotatedElement, String> beanNames = new HashMap<>();
    /** By what is written: the beans that places share, the first of them also those that write no id. */
    private final Map<WrittenElement.Facts, Set<String>> shared = new HashMap<>();

    private final Map<WrittenElement.Facts, Object> late = new ConcurrentHashMap<>();
    private ElementSource.@Nullable Context context;

    void context(ElementSource.Context ofRefresh) {
        context = ofRefresh;
    }

    /** The places of the class of a bean. */
    List<ReferencePoint> of(Class<?> beanClass) {
        return byClass.computeIfAbsent(ClassUtils.getUserClass(beanClass), ReferencePoint::of);
    }

    /** The bean for a place that says the same; null if there is none, or none of the id that is written there. */
    @Nullable
    String shared(WrittenElement.Facts facts, @Nullable String id) {
        Set<String> names = shared.getOrDefault(facts, Set.of());
        if (id != null) {
            return names.contains(id) ? id : null;
        }
        return names.isEmpty() ? null : names.iterator().next();
    }

    void share(WrittenElement.Facts facts, String beanName) {
        shared.computeIfAbsent(facts, key -> new LinkedHashSet<>()).add(beanName);
    }

    void add(AnnotatedElement member, String beanName) {
        beanNames.put(member, beanName);
    }

    /** The reference for a place of a bean of this name. */
    Object reference(ReferencePoint point, @Nullable String ownerName) {
        ElementSource.Context known =
                requireNonNull(context, "a reference was asked for before the context was refreshed");
        String beanName = beanNames.get(point.member());
        if (beanName == null) {
            WrittenElement element = element(point);
            beanName = shared(
                    element.facts(known.texts()::name), ElementIds.writtenId(element.outline(known.texts()::name)));
        }
        if (beanName == null) {
            return late(point, known);
        }
        if (ownerName != null) {
            known.beans().registerDependentBean(beanName, ownerName);
        }
        return known.beans().getBean(beanName);
    }

    private Object late(ReferencePoint point, ElementSource.Context known) {
        WrittenElement element = element(point);
        return late.computeIfAbsent(
                element.facts(known.texts()::name),
                facts -> known.life().late(element).get());
    }

    /** The element that is written there; the interface is the type if nothing else is said. */
    static WrittenElement element(ReferencePoint point) {
        WrittenElement element = AnnotationReader.read(point.annotation(), point.place());
        Class<?> given = AnnotationReader.interfaceClass(point.annotation());
        if (given != null) {
            element.attribute("interface", given.getName());
        } else if (element.text("interface") == null && point.type() != GenericService.class) {
            element.attribute("interface", point.type().getName());
        }
        return element;
    }
}
