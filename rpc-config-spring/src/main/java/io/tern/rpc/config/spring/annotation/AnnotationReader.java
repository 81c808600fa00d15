// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.ElementKind;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** Turns annotations into the elements of XML, attribute by attribute; what the attributes mean is not its business. */
final class AnnotationReader {
    private static final Map<Class<? extends Annotation>, ElementKind> KINDS = Map.of(
            RpcReference.class, ElementKind.REFERENCE,
            RpcService.class, ElementKind.SERVICE,
            RpcMethod.class, ElementKind.METHOD,
            RpcArgument.class, ElementKind.ARGUMENT,
            RpcParameter.class, ElementKind.PARAMETER);

    /** Names that are words of Java. */
    private static final Map<String, String> XML_NAMES = Map.of("interfaceName", "interface", "isReturn", "return");

    private AnnotationReader() {}

    /**
     * The element that an annotation stands for.
     *
     * @param place the class and member that has it
     */
    static WrittenElement read(Annotation annotation, String place) {
        Class<? extends Annotation> type = annotation.annotationType();
        ElementKind kind = KINDS.get(type);
        if (kind == null) {
            throw new IllegalArgumentException("Not an annotation of Tern: " + type);
        }
        WrittenElement element = new WrittenElement(kind, place, '@' + type.getSimpleName());
        for (Method attribute : type.getDeclaredMethods()) {
            Object value = ReflectionUtils.invokeMethod(attribute, annotation);
            if (value instanceof String text) {
                // Empty stands for not written, except where something has to be written.
                if (!text.isEmpty() || attribute.getDefaultValue() == null) {
                    element.attribute(xmlName(kind, attribute.getName()), text);
                }
            } else if (value instanceof Annotation[] children) {
                for (Annotation child : children) {
                    element.child(read(child, place));
                }
            }
        }
        return element;
    }

    /** The class of the interface, if the annotation gives it; null if not. */
    static @Nullable Class<?> interfaceClass(RpcReference annotation) {
        return annotation.interfaceClass() == void.class ? null : annotation.interfaceClass();
    }

    /** As {@link #interfaceClass(RpcReference)}. */
    static @Nullable Class<?> interfaceClass(RpcService annotation) {
        return annotation.interfaceClass() == void.class ? null : annotation.interfaceClass();
    }

    /** The attribute's name in XML, where words are joined by dashes or not at all. */
    static String xmlName(ElementKind kind, String name) {
        String special = XML_NAMES.get(name);
        if (special != null) {
            return special;
        }
        return AttributeCatalog.standard().find(kind, name).isPresent()
                ? name
                : name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
