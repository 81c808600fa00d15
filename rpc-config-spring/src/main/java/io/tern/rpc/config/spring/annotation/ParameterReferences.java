// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.AutowireCandidateResolver;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.MethodParameter;

/**
 * Answers Spring's question for a suggested value of a dependency with the reference that is annotated there; all other
 * questions go to the resolver that was there before. A JDK proxy, because the resolver's interface differs between
 * Spring 5, 6 and 7.
 */
final class ParameterReferences implements InvocationHandler {
    private static final String QUESTION = "getSuggestedValue";

    private final AutowireCandidateResolver others;
    private final ReferencePoints points;

    private ParameterReferences(AutowireCandidateResolver others, ReferencePoints points) {
        this.others = others;
        this.points = points;
    }

    static void install(DefaultListableBeanFactory beans, ReferencePoints points) {
        AutowireCandidateResolver others = beans.getAutowireCandidateResolver();
        beans.setAutowireCandidateResolver((AutowireCandidateResolver) Proxy.newProxyInstance(
                AutowireCandidateResolver.class.getClassLoader(),
                new Class<?>[] {AutowireCandidateResolver.class},
                new ParameterReferences(others, points)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals(QUESTION)
                && arguments != null
                && arguments[0] instanceof DependencyDescriptor dependency) {
            Object reference = reference(dependency);
            if (reference != null) {
                return reference;
            }
        }
        try {
            return method.invoke(others, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private @Nullable Object reference(DependencyDescriptor dependency) {
        MethodParameter parameter = dependency.getMethodParameter();
        AnnotatedElement member = parameter == null ? dependency.getField() : parameter.getParameter();
        RpcReference annotation = member == null ? null : ReferencePoint.annotation(member);
        if (member == null || annotation == null) {
            return null;
        }
        String place = parameter == null
                ? dependency.toString()
                : ReferencePoint.placeOf(parameter.getExecutable()) + " parameter " + parameter.getParameterName();
        return points.reference(
                new ReferencePoint(member, dependency.getDependencyType(), annotation, place, null), null);
    }
}
