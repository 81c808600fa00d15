// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import io.tern.rpc.config.spring.internal.ElementSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.AnnotationScopeMetadataResolver;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ScopeMetadata;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/**
 * Makes beans of the classes with {@link RpcService} in some packages. A class that is a bean already stays one bean. Those
 * that Dubbo would make beans of are reported.
 */
final class PackageSearch {
    private final DefaultListableBeanFactory beans;
    private final ClassPathScanningCandidateComponentProvider provider;

    PackageSearch(ElementSource.Context context, DubboAnnotations dubbo) {
        this.beans = context.beans();
        this.provider = new ClassPathScanningCandidateComponentProvider(false, context.environment());
        provider.setResourceLoader(new PathMatchingResourcePatternResolver(beans.getBeanClassLoader()));
        provider.addIncludeFilter(new AnnotationTypeFilter(RpcService.class));
        provider.addIncludeFilter((found, others) -> {
            dubbo.of(found.getResource(), found.getClassMetadata().getClassName())
                    .forEach(context.elements()::add);
            return false;
        });
    }

    /** Searches the packages of a comma list, and those below them. Texts that are no packages have their own message. */
    void defineServices(String packages) {
        Set<String> classes = new HashSet<>();
        for (String name : beans.getBeanDefinitionNames()) {
            BeanDefinition definition = beans.getBeanDefinition(name);
            if (definition.getFactoryMethodName() == null && definition.getBeanClassName() != null) {
                classes.add(definition.getBeanClassName());
            }
        }
        Arrays.stream(packages.split(",", -1))
                .map(String::strip)
                .filter(name -> name.matches("[\\w$]+(\\.[\\w$]+)*"))
                .flatMap(name -> provider.findCandidateComponents(name).stream())
                .filter(found -> classes.add(found.getBeanClassName()))
                .forEach(this::define);
    }

    private void define(BeanDefinition found) {
        if (found instanceof AnnotatedBeanDefinition annotated) {
            AnnotationConfigUtils.processCommonDefinitionAnnotations(annotated);
        }
        ScopeMetadata scope = new AnnotationScopeMetadataResolver().resolveScopeMetadata(found);
        found.setScope(scope.getScopeName());
        String generated = AnnotationBeanNameGenerator.INSTANCE.generateBeanName(found, beans);
        String name = beans.isBeanNameInUse(generated) ? String.valueOf(found.getBeanClassName()) : generated;
        BeanDefinition defined = found;
        if (scope.getScopedProxyMode() != ScopedProxyMode.NO) {
            boolean ofClass = scope.getScopedProxyMode() == ScopedProxyMode.TARGET_CLASS;
            defined = ScopedProxyUtils.createScopedProxy(new BeanDefinitionHolder(found, name), beans, ofClass)
                    .getBeanDefinition();
        }
        beans.registerBeanDefinition(name, defined);
    }
}
