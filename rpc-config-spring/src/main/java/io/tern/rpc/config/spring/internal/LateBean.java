// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * A bean by its name: created when it is first asked something, and not before beans may be. From then on the same object,
 * also when the container, which ends references last, has destroyed it. Thread-safe.
 */
final class LateBean<T> {
    private final BeanFactory beans;
    private final String name;
    private final Class<T> type;
    /** Two threads that ask first get the same of a singleton. */
    private volatile @Nullable T bean;

    LateBean(BeanFactory beans, String name, Class<T> type) {
        this.beans = beans;
        this.name = name;
        this.type = type;
    }

    String name() {
        return name;
    }

    T get() {
        T known = bean;
        if (known == null) {
            known = beans.getBean(name, type);
            bean = known;
        }
        return known;
    }
}
