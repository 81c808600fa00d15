// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.core.config.ElementKind;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.springframework.core.annotation.AnnotationUtils;

/** Annotations that no class has, for tests of one attribute after the other. */
public final class WrittenAnnotations {
    private WrittenAnnotations() {}

    /** What the annotation stands for if it has these texts; they are named as in XML. */
    public static WrittenElement read(Class<? extends Annotation> type, Map<String, String> texts, String place) {
        return AnnotationReader.read(annotation(type, texts, Map.of()), place);
    }

    /** An annotation with these texts, named as in XML, and children. */
    public static <A extends Annotation> A annotation(
            Class<A> type, Map<String, String> texts, Map<String, Annotation[]> children) {
        ElementKind kind = ElementKind.named(
                        type.getSimpleName().substring("Rpc".length()).toLowerCase())
                .orElseThrow();
        Map<String, Object> attributes = new HashMap<>(children);
        for (Method method : type.getDeclaredMethods()) {
            String text = texts.get(AnnotationReader.xmlName(kind, method.getName()));
            if (text != null) {
                attributes.put(method.getName(), text);
            }
        }
        return AnnotationUtils.synthesizeAnnotation(attributes, type, null);
    }
}
