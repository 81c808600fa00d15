// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.config.spring.internal.WrittenElements;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** Makes {@link EnableRpc} the element {@code annotation}. Created by Spring. */
final class EnableRpcRegistrar implements ImportBeanDefinitionRegistrar {
    @Override
    public void registerBeanDefinitions(AnnotationMetadata owner, BeanDefinitionRegistry registry) {
        Map<String, Object> attributes = owner.getAnnotationAttributes(EnableRpc.class.getName(), true);
        List<String> packages = new ArrayList<>();
        if (attributes != null) {
            packages.addAll(List.of((String[]) attributes.getOrDefault("scanBasePackages", new String[0])));
            for (String name : (String[]) attributes.getOrDefault("scanBasePackageClasses", new String[0])) {
                packages.add(ClassUtils.getPackageName(name));
            }
        }
        if (packages.isEmpty()) {
            packages.add(ClassUtils.getPackageName(owner.getClassName()));
        }
        AnnotatedBeans.readIn(registry);
        WrittenElement element = new WrittenElement(ElementKind.ANNOTATION, owner.getClassName(), "@EnableRpc");
        element.attribute("package", String.join(",", packages));
        WrittenElements.of(registry).add(element);
    }
}
