// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.PropertyValues;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ReflectionUtils;

/**
 * Puts references into fields and setters of beans, when Spring does so with its own annotations, and reports beans that
 * turn out to be services when it is too late.
 */
final class ReferenceInjection implements InstantiationAwareBeanPostProcessor, PriorityOrdered {
    static final String BEAN_NAME = "io.tern.rpc.config.spring.annotation.ReferenceInjection";

    private final ReferencePoints points;
    private final AnnotatedServices services;
    private final Map<Class<?>, List<ReferencePoint>> byClass = new ConcurrentHashMap<>();

    ReferenceInjection(ReferencePoints points, AnnotatedServices services) {
        this.points = points;
        this.services = services;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }

    @Override
    public PropertyValues postProcessProperties(PropertyValues values, Object bean, String beanName) {
        for (ReferencePoint point : byClass.computeIfAbsent(bean.getClass(), ReferenceInjection::membersOf)) {
            Object reference = points.reference(point, beanName);
            if (point.member() instanceof Field field) {
                ReflectionUtils.makeAccessible(field);
                ReflectionUtils.setField(field, bean, reference);
            } else {
                Method setter = (Method) point.member();
                ReflectionUtils.makeAccessible(setter);
                ReflectionUtils.invokeMethod(setter, bean, reference);
            }
        }
        return values;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        services.requireOffered(bean.getClass(), beanName);
        return bean;
    }

    /** Parameters are Spring's to fill, which asks {@link ParameterReferences}. */
    private static List<ReferencePoint> membersOf(Class<?> type) {
        return ReferencePoint.of(type).stream()
                .filter(point -> point.fault() == null)
                .filter(point -> point.member() instanceof Field || point.member() instanceof Method)
                .toList();
    }
}
