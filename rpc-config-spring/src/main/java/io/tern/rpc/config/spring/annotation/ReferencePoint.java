// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * A place where a reference is wanted.
 *
 * @param member the field, setter or parameter
 * @param type what it takes
 * @param annotation what is written there
 * @param place class and member, for messages
 * @param fault why nothing can be put there; null if something can
 */
record ReferencePoint(
        AnnotatedElement member,
        Class<?> type,
        RpcReference annotation,
        String place,
        @Nullable String fault) {
    private static final Logger log = LoggerFactory.getLogger(ReferencePoint.class);
    private static final String NO_INSTANCE = "write it on a member of the bean, not of the class (static)";
    private static final String NO_WRAPPER =
            "write the interface itself, without %s around it; it connects at the first call if lazy is true";
    private static final Set<String> WRAPPERS = Set.of(
            "java.util.Optional",
            "org.springframework.beans.factory.ObjectFactory",
            "org.springframework.beans.factory.ObjectProvider",
            "javax.inject.Provider",
            "jakarta.inject.Provider");
    private static final String NO_SETTER = "a method with it takes one parameter, or is a @Bean method";

    /** All places of a class as it was written and of what it extends, the most general class first. */
    static List<ReferencePoint> of(Class<?> userClass) {
        List<ReferencePoint> points = new ArrayList<>();
        for (Class<?> type = userClass; type != null && type != Object.class; type = type.getSuperclass()) {
            if (AnnotationUtils.isCandidateClass(type, RpcReference.class)) {
                points.addAll(0, ofClass(type, userClass));
            }
        }
        return points;
    }

    private static List<ReferencePoint> ofClass(Class<?> type, Class<?> userClass) {
        List<ReferencePoint> points = new ArrayList<>();
        try {
            for (Field field : type.getDeclaredFields()) {
                RpcReference annotation = annotation(field);
                if (annotation != null) {
                    String place = type.getName() + '.' + field.getName();
                    boolean isStatic = Modifier.isStatic(field.getModifiers());
                    String fault = isStatic ? NO_INSTANCE : faultOf(field.getType());
                    points.add(new ReferencePoint(field, field.getType(), annotation, place, fault));
                }
            }
            for (Method method : type.getDeclaredMethods()) {
                // A method that a class below has anew is that class's business.
                if (!method.isBridge()
                        && ClassUtils.getMostSpecificMethod(method, userClass).equals(method)) {
                    addSetter(method, points);
                    addParameters(method, points);
                }
            }
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                addParameters(constructor, points);
            }
        } catch (LinkageError e) {
            // As Spring does: a class that names classes which are not there is used without its annotations.
            log.debug("{} is not searched for @RpcReference", type.getName(), e);
        }
        return points;
    }

    private static void addSetter(Method method, List<ReferencePoint> points) {
        RpcReference annotation = annotation(method);
        if (annotation == null || AnnotatedElementUtils.isAnnotated(method, Bean.class)) {
            return;
        }
        boolean takesOne = method.getParameterCount() == 1;
        Class<?> type = takesOne ? method.getParameterTypes()[0] : Object.class;
        String fault = takesOne ? faultOf(type) : NO_SETTER;
        if (Modifier.isStatic(method.getModifiers())) {
            fault = NO_INSTANCE;
        }
        points.add(new ReferencePoint(method, type, annotation, placeOf(method), fault));
    }

    private static void addParameters(Executable executable, List<ReferencePoint> points) {
        for (Parameter parameter : executable.getParameters()) {
            RpcReference annotation = annotation(parameter);
            if (annotation != null) {
                points.add(ofParameter(parameter, annotation));
            }
        }
    }

    private static ReferencePoint ofParameter(Parameter parameter, RpcReference annotation) {
        String place = placeOf(parameter.getDeclaringExecutable()) + " parameter " + parameter.getName();
        return new ReferencePoint(parameter, parameter.getType(), annotation, place, faultOf(parameter.getType()));
    }

    /** Why no reference has the type, whatever interface it would be of; null if one may have it. */
    private static @Nullable String faultOf(Class<?> type) {
        return WRAPPERS.contains(type.getName()) ? NO_WRAPPER.formatted(type.getSimpleName()) : null;
    }

    static @Nullable RpcReference annotation(AnnotatedElement member) {
        return AnnotatedElementUtils.getMergedAnnotation(member, RpcReference.class);
    }

    static String placeOf(Executable executable) {
        String type = executable.getDeclaringClass().getName();
        return executable instanceof Constructor ? type + "()" : type + '.' + executable.getName() + "()";
    }
}
