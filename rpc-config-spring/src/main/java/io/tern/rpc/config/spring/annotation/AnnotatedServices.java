// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.spring.internal.ElementSource;
import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** Which beans are offered, for a look at their classes when they exist. Filled by one thread, then thread-safe. */
final class AnnotatedServices {
    private final Map<Class<?>, Boolean> annotated = new ConcurrentHashMap<>();
    private Set<String> offered = Set.of();
    private @Nullable DefaultListableBeanFactory beans;

    /** Takes over what all services refer to, once all elements are known. */
    void context(ElementSource.Context context) {
        beans = context.beans();
        Set<String> names = new HashSet<>();
        addTo(names, context.elements().elements(), context.texts());
        offered = names;
    }

    private static void addTo(Set<String> names, List<WrittenElement> elements, WrittenElement.AttributeTexts texts) {
        for (WrittenElement element : elements) {
            String bean = element.kind() == ElementKind.SERVICE ? element.text("ref") : null;
            if (bean != null) {
                names.add(texts.name(bean).strip());
            }
            addTo(names, element.children(), texts);
        }
    }

    /**
     * A {@code @Bean} method may return less than it makes, so that nobody saw the annotation of the class in time.
     *
     * @throws RpcConfigException if so, and the bean is not offered by other means
     */
    void requireOffered(Class<?> type, String name) {
        DefaultListableBeanFactory known = beans;
        if (known == null || !annotated.computeIfAbsent(type, AnnotatedServices::isAnnotated)) {
            return;
        }
        String bean = ScopedProxyUtils.isScopedTarget(name)
                ? name.substring(ScopedProxyUtils.getTargetBeanName("").length())
                : name;
        if (known.containsBeanDefinition(bean)
                && Stream.concat(Stream.of(bean), Stream.of(known.getAliases(bean)))
                        .noneMatch(offered::contains)) {
            Origin origin =
                    new Origin("bean", bean, null, known.getBeanDefinition(bean).getResourceDescription());
            throw new RpcConfigException(List.of(ConfigErrors.annotationSeenTooLate(
                            origin, "@RpcService", ClassUtils.getUserClass(type).getName())
                    .message()));
        }
    }

    private static boolean isAnnotated(Class<?> type) {
        return AnnotatedElementUtils.isAnnotated(ClassUtils.getUserClass(type), RpcService.class);
    }
}
