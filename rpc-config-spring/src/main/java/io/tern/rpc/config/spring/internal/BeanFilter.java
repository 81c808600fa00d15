// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import org.jspecify.annotations.Nullable;

/** A filter that is a bean, under the bean's name. */
record BeanFilter(LateBean<Filter> bean) implements Filter {
    @Override
    public String name() {
        return bean.name();
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
        return bean.get().invoke(call, next);
    }
}
