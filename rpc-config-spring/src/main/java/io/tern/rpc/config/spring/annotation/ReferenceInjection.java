// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.config.ConfigProblem;
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
 * Puts references into fields and setters of beans, when Spring does so with its own annotations, and reports what
 * nobody could see before a bean exists.
 */
final class ReferenceInjection implements InstantiationAwareBeanPostProcessor, PriorityOrdered {
    static final String BEAN_NAME = "io.tern.rpc.config.spring.annotation.ReferenceInjection";

    private final ReferencePoints points;
    private final AnnotatedServices services;
    private final DubboAnnotations dubbo;
    private final Map<Class<?>, List<ReferencePoint>> byClass = new ConcurrentHashMap<>();

    ReferenceInjection(ReferencePoints points, AnnotatedServices services, DubboAnnotations dubbo) {
        this.points = points;
        this.services = services;
        this.dubbo = dubbo;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }

    @Override
    public PropertyValues postProcessProperties(PropertyValues values, Object bean, String beanName) {
        for (ReferencePoint point : byClass.computeIfAbsent(bean.getClass(), this::membersOf)) {
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
    private List<ReferencePoint> membersOf(Class<?> type) {
        List<ConfigProblem> problems = dubbo.of(type);
        if (!problems.isEmpty()) {
            throw new RpcConfigException(
                    problems.stream().map(ConfigProblem::message).toList());
        }
        return points.of(type).stream()
                .filter(point -> point.fault() == null)
                .filter(point -> point.member() instanceof Field || point.member() instanceof Method)
                .toList();
    }
}
