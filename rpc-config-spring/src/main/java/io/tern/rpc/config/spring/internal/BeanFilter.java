// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** A filter that is a bean, under the bean's name: created by the first call at the latest, and not before beans may be. */
final class BeanFilter implements Filter {
    private final BeanFactory beans;
    private final String beanName;
    private volatile @Nullable Filter bean;

    BeanFilter(BeanFactory beans, String beanName) {
        this.beans = beans;
        this.beanName = beanName;
    }

    @Override
    public String name() {
        return beanName;
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
        Filter filter = bean;
        if (filter == null) {
            filter = beans.getBean(beanName, Filter.class);
            bean = filter;
        }
        return filter.invoke(call, next);
    }
}
