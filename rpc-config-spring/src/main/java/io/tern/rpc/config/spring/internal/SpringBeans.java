// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.core.config.BeanSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Beans of a context and its ancestors. Asking for a type creates nothing, except a factory that says only when it exists
 * what it makes.
 */
final class SpringBeans implements BeanSource {
    private final ConfigurableListableBeanFactory beans;

    SpringBeans(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable Class<?> typeOf(String name) {
        if (name.isEmpty() || !beans.containsBean(name)) {
            return null;
        }
        Class<?> type = knownType(beans, name);
        return type == null ? beans.getType(name) : type;
    }

    /** The class of an existing bean as far as it is known without creating anything; null if it is not. */
    static @Nullable Class<?> knownType(ConfigurableListableBeanFactory beans, String name) {
        Class<?> type = beans.getType(name, false);
        // Factories of proxies declare Object and tell more once they exist.
        return type == Object.class && isFactory(beans, name) ? null : type;
    }

    private static boolean isFactory(ConfigurableListableBeanFactory beans, String name) {
        Class<?> type = beans.getType(BeanFactory.FACTORY_BEAN_PREFIX + name, false);
        return type != null && FactoryBean.class.isAssignableFrom(type);
    }

    @Override
    public boolean isSingleton(String name) {
        if (!beans.containsLocalBean(name)) {
            BeanFactory parent = beans.getParentBeanFactory();
            return parent == null || !parent.containsBean(name) || parent.isSingleton(name);
        }
        // A factory would be created only to be asked about its product; its own scope says enough.
        if (isFactory(beans, name)) {
            return !beans.containsBeanDefinition(name)
                    || beans.getMergedBeanDefinition(name).isSingleton();
        }
        return beans.isSingleton(name);
    }

    @Override
    public Object bean(String name) {
        return beans.getBean(name);
    }
}
