// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.spi.ReferenceListener;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** A listener that is a bean, under the bean's name: created when there is something to hear, and not before beans may be. */
record BeanReferenceListener(BeanFactory beans, String name) implements ReferenceListener {
    /** All of them among the beans of a context and its ancestors. */
    static List<ReferenceListener> of(ConfigurableListableBeanFactory beans) {
        return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(
                        beans, ReferenceListener.class, false, false))
                .<ReferenceListener>map(name -> new BeanReferenceListener(beans, name))
                .toList();
    }

    private ReferenceListener bean() {
        return beans.getBean(name, ReferenceListener.class);
    }

    @Override
    public void referred(ReferenceSettings reference) {
        bean().referred(reference);
    }

    @Override
    public void ended(ReferenceSettings reference) {
        bean().ended(reference);
    }
}
