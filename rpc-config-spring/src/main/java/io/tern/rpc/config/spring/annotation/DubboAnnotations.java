// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;

/**
 * Finds annotations of Dubbo that stand where nobody would miss them: in class files, because reflection and Spring leave out
 * annotations whose own classes are gone, as they are when Dubbo is. What also has one of ours is in order. Each class is
 * looked at once. Thread-safe.
 */
final class DubboAnnotations {
    private static final Logger log = LoggerFactory.getLogger(DubboAnnotations.class);
    private static final String OURS = "Lio/tern/rpc/config/spring/annotation/";
    private static final List<String> THEIRS = List.of(
            "Lorg/apache/dubbo/config/annotation/",
            "Lcom/alibaba/dubbo/config/annotation/",
            "Lorg/apache/dubbo/config/spring/context/annotation/",
            "Lcom/alibaba/dubbo/config/spring/context/annotation/");

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** Those of the class of a bean, and of the classes that it extends. */
    List<ConfigProblem> of(Class<?> beanClass) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
            String name = type.getName();
            if (!LibraryClasses.contain(type) && seen.add(name)) {
                try (InputStream file = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
                    // Classes that were made at run time have no file.
                    if (file != null) {
                        problems.addAll(problems(read(file)));
                    }
                } catch (IOException | IllegalArgumentException e) {
                    log.debug("{} is not searched for annotations of Dubbo", name, e);
                }
            }
        }
        return problems;
    }

    /** Those of a class in a package that is searched: all of them if it would be a service of Dubbo, else none. */
    List<ConfigProblem> of(Resource classFile, String className) {
        try (InputStream file = classFile.getInputStream()) {
            Map<String, List<String>> found = read(file);
            List<String> ofClass = found.getOrDefault(className, List.of());
            return theirs(ofClass).isEmpty() || !seen.add(className) ? List.of() : problems(found);
        } catch (IOException | IllegalArgumentException e) {
            log.debug("{} is not searched for annotations of Dubbo", className, e);
            return List.of();
        }
    }

    private static Map<String, List<String>> read(InputStream file) throws IOException {
        byte[] bytes = file.readAllBytes();
        // Nearly all classes end here: a class file holds the names of its annotations as plain text.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (THEIRS.stream().noneMatch(text::contains)) {
            return Map.of();
        }
        Members members = new Members();
        new ClassReader(bytes)
                .accept(members, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return members.annotations;
    }

    private static List<ConfigProblem> problems(Map<String, List<String>> found) {
        List<ConfigProblem> problems = new ArrayList<>();
        found.forEach((place, annotations) -> theirs(annotations).forEach(annotation -> {
            String type = annotation.substring(1, annotation.length() - 1).replace('/', '.');
            String name = type.substring(type.lastIndexOf('.') + 1);
            problems.add(ConfigErrors.dubboAnnotation(new Origin('@' + name, null, null, place), type, cure(name)));
        }));
        return problems;
    }

    /** What is to be reported where these stand. */
    private static List<String> theirs(List<String> annotations) {
        if (annotations.stream().anyMatch(name -> name.startsWith(OURS))) {
            return List.of();
        }
        return annotations.stream()
                .filter(name -> THEIRS.stream().anyMatch(name::startsWith))
                .toList();
    }

    private static String cure(String name) {
        if (name.startsWith("Enable") || name.endsWith("Scan")) {
            return "@EnableRpc";
        }
        return name.endsWith("Service")
                ? "@RpcService"
                : name.endsWith("Reference") ? "@RpcReference" : "@RpcReference or @RpcService";
    }

    /** By class or member, the descriptors of the annotations there. */
    private static final class Members extends ClassVisitor {
        final Map<String, List<String>> annotations = new LinkedHashMap<>();
        private String type = "";

        Members() {
            super(SpringAsmInfo.ASM_VERSION);
        }

        private @Nullable AnnotationVisitor add(String place, String descriptor) {
            annotations.computeIfAbsent(place, key -> new ArrayList<>()).add(descriptor);
            return null;
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            type = name.replace('/', '.');
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return add(type, descriptor);
        }

        @Override
        public FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            String place = type + '.' + name;
            return new FieldVisitor(api) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    return add(place, annotation);
                }
            };
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            String place = name.equals("<init>") ? type + "()" : type + '.' + name + "()";
            return new MethodVisitor(api) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    return add(place, annotation);
                }

                @Override
                public @Nullable AnnotationVisitor visitParameterAnnotation(
                        int parameter, String annotation, boolean visible) {
                    return add(place + " parameter " + (parameter + 1), annotation);
                }
            };
        }
    }
}
