// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import io.tern.rpc.config.spring.ReferenceBean;
import io.tern.rpc.config.spring.internal.ElementSource;
import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.config.spring.internal.WrittenElements;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementIds;
import io.tern.rpc.core.config.ElementKind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Goes through all bean definitions of a context, creating nothing, and adds an element for each annotation: services, then
 * the places where references are wanted.
 */
final class AnnotatedBeans implements ElementSource {
    private final ReferencePoints points;
    private final AnnotatedServices services;
    private final DubboAnnotations dubbo;

    private AnnotatedBeans(ReferencePoints points, AnnotatedServices services, DubboAnnotations dubbo) {
        this.points = points;
        this.services = services;
        this.dubbo = dubbo;
    }

    /** Lets annotations count in the context of the registry; once is enough. */
    static void readIn(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(ReferenceInjection.BEAN_NAME)) {
            return;
        }
        ReferencePoints points = new ReferencePoints();
        AnnotatedServices services = new AnnotatedServices();
        DubboAnnotations dubbo = new DubboAnnotations();
        RootBeanDefinition injection = new RootBeanDefinition(ReferenceInjection.class);
        injection.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        injection.getConstructorArgumentValues().addGenericArgumentValue(points);
        injection.getConstructorArgumentValues().addGenericArgumentValue(services);
        injection.getConstructorArgumentValues().addGenericArgumentValue(dubbo);
        registry.registerBeanDefinition(ReferenceInjection.BEAN_NAME, injection);
        WrittenElements.of(registry).add(new AnnotatedBeans(points, services, dubbo));
    }

    @Override
    public void addElements(Context context) {
        points.context(context);
        new Pass(context, points, dubbo).run();
        services.context(context);
        ParameterReferences.install(context.beans(), points);
    }

    /** One walk over the definitions. */
    private static final class Pass {
        private final Context context;
        private final DefaultListableBeanFactory beans;
        private final WrittenElements elements;
        private final ReferencePoints points;
        private final DubboAnnotations dubbo;
        private final ElementDefinitions definitions;

        Pass(Context context, ReferencePoints points, DubboAnnotations dubbo) {
            this.context = context;
            this.beans = context.beans();
            this.elements = context.elements();
            this.points = points;
            this.dubbo = dubbo;
            this.definitions = new ElementDefinitions(context);
        }

        void run() {
            for (WrittenElement element : List.copyOf(elements.elements())) {
                if (element.kind() == ElementKind.REFERENCE && element.beanName() != null) {
                    points.share(
                            element.facts(context.texts()::name),
                            context.texts().name(element.beanName()));
                }
                String packages = element.text("package");
                if (element.kind() == ElementKind.ANNOTATION && packages != null) {
                    new PackageSearch(context, dubbo)
                            .defineServices(context.texts().name(packages));
                }
            }
            // A bean made by a method counts for all places that say the same, wherever its definition stands.
            Set<String> replaced = new HashSet<>();
            for (String name : beans.getBeanDefinitionNames()) {
                if (replace(name)) {
                    replaced.add(name);
                }
            }
            addServicesAndPoints(replaced);
        }

        private void addServicesAndPoints(Set<String> replaced) {
            Set<Class<?>> seen = new HashSet<>();
            List<ReferencePoint> found = new ArrayList<>();
            for (String name : beans.getBeanDefinitionNames()) {
                BeanDefinition definition = beans.getBeanDefinition(name);
                // A scoped bean has two definitions: the proxy of its name is what others use, and what serves.
                if (definition.isAbstract() || replaced.contains(name) || ScopedProxyUtils.isScopedTarget(name)) {
                    continue;
                }
                Class<?> type = type(name);
                addService(name, type, factoryMethod(definition));
                addPoints(type, seen, found);
                addPoints(type(BeanFactory.FACTORY_BEAN_PREFIX + name), seen, found);
            }
            // A place without an id takes the bean of any other, so those with one come first.
            found.stream().filter(point -> !point.annotation().id().isEmpty()).forEach(this::addPoint);
            found.stream().filter(point -> point.annotation().id().isEmpty()).forEach(this::addPoint);
        }

        /** What a definition makes; null if that cannot be told without creating it. */
        private @Nullable Class<?> type(String name) {
            String target = ScopedProxyUtils.getTargetBeanName(name);
            try {
                Class<?> type = beans.getType(beans.containsBeanDefinition(target) ? target : name, false);
                return type == null ? null : ClassUtils.getUserClass(type);
            } catch (BeansException | LinkageError e) {
                return null;
            }
        }

        /** The annotated method that makes a bean; null if it is made otherwise, or has no annotation of ours. */
        private @Nullable Method factoryMethod(BeanDefinition definition) {
            MethodMetadata metadata = definition instanceof AnnotatedBeanDefinition annotated
                    ? annotated.getFactoryMethodMetadata()
                    : null;
            if (metadata == null
                    || !(metadata.isAnnotated(RpcReference.class.getName())
                            || metadata.isAnnotated(RpcService.class.getName()))) {
                return null;
            }
            Class<?> owner = ClassUtils.resolveClassName(metadata.getDeclaringClassName(), beans.getBeanClassLoader());
            return Arrays.stream(ReflectionUtils.getDeclaredMethods(owner))
                    .filter(method -> method.getName().equals(metadata.getMethodName()))
                    .filter(method -> AnnotatedElementUtils.isAnnotated(method, Bean.class))
                    .filter(method -> AnnotatedElementUtils.isAnnotated(method, RpcReference.class)
                            || AnnotatedElementUtils.isAnnotated(method, RpcService.class))
                    .findFirst()
                    .orElse(null);
        }

        private void addPoints(@Nullable Class<?> type, Set<Class<?>> seen, List<ReferencePoint> found) {
            if (type != null && seen.add(type)) {
                found.addAll(points.of(type));
                dubbo.of(type).forEach(elements::add);
            }
        }

        private void addPoint(ReferencePoint point) {
            WrittenElement element = ReferencePoints.element(point);
            if (point.fault() != null) {
                elements.add(ConfigErrors.misplacedAnnotation(outline(element).origin(null), point.fault()));
                return;
            }
            checkInterface(
                    element,
                    AnnotationReader.interfaceClass(point.annotation()),
                    point.annotation().interfaceName());
            Class<?> type = definitions.typeOf(element, point.type());
            if (type != null && !point.type().isAssignableFrom(type)) {
                elements.add(ConfigErrors.wrongType(
                        ConfigCode.CFG_08,
                        outline(element).origin("interface"),
                        type.getName(),
                        "is not a " + point.type().getName() + ", which this place takes"));
                return;
            }
            WrittenElement.Facts facts = element.facts(context.texts()::name);
            String known = points.shared(facts, ElementIds.writtenId(outline(element)));
            if (known == null) {
                known = definitions.defineReference(element, point.type());
                points.share(facts, known);
            }
            points.add(point.member(), known);
        }

        /** A {@code @Bean} method with the annotation stands for the reference; the method itself makes nothing. */
        private boolean replace(String name) {
            BeanDefinition definition = beans.getBeanDefinition(name);
            boolean madeElsewhere = definition.isAbstract() || ScopedProxyUtils.isScopedTarget(name);
            Method method = madeElsewhere ? null : factoryMethod(definition);
            RpcReference annotation = method == null ? null : ReferencePoint.annotation(method);
            if (method == null || annotation == null) {
                return false;
            }
            Class<?> type = method.getReturnType();
            if (type == ReferenceBean.class) {
                type = ResolvableType.forMethodReturnType(method).getGeneric(0).resolve(Object.class);
            }
            ReferencePoint point = new ReferencePoint(method, type, annotation, ReferencePoint.placeOf(method), null);
            WrittenElement element = ReferencePoints.element(point);
            checkInterface(element, AnnotationReader.interfaceClass(annotation), annotation.interfaceName());
            points.share(element.facts(context.texts()::name), name);
            definitions.replaceByReference(name, definition, element, point);
            return true;
        }

        private void addService(String name, @Nullable Class<?> type, @Nullable Method method) {
            RpcService annotation =
                    method == null ? null : AnnotatedElementUtils.getMergedAnnotation(method, RpcService.class);
            String place = method == null ? "" : ReferencePoint.placeOf(method);
            if (annotation == null && type != null) {
                annotation = AnnotatedElementUtils.getMergedAnnotation(type, RpcService.class);
                place = type.getName();
            }
            if (annotation == null || type == null) {
                return;
            }
            WrittenElement element = AnnotationReader.read(annotation, place);
            Class<?> given = AnnotationReader.interfaceClass(annotation);
            checkInterface(element, given, annotation.interfaceName());
            if (given == null && element.text("interface") == null) {
                ServedInterface served = ServedInterface.of(type);
                if (served.type() == null) {
                    elements.add(ConfigErrors.missing(outline(element).origin("interface"), served.wanted()));
                    return;
                }
                given = served.type();
            }
            if (given != null) {
                element.attribute("interface", given.getName());
            }
            element.attribute("ref", name);
            definitions.defineService(element);
        }

        private void checkInterface(WrittenElement element, @Nullable Class<?> given, String name) {
            if (given != null
                    && !name.isEmpty()
                    && !context.texts().name(name).strip().equals(given.getName())) {
                elements.add(ConfigErrors.contradiction(
                        outline(element).origin("interfaceName"), name, "interfaceClass; keep one of them"));
            }
        }

        private ConfigElement outline(WrittenElement element) {
            return element.outline(context.texts()::name);
        }
    }
}
