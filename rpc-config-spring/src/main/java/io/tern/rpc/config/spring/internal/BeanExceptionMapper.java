// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/** A mapper that is a bean, under the bean's name. */
record BeanExceptionMapper(LateBean<ExceptionMapper> bean) implements ExceptionMapper {
    @Override
    public String name() {
        return bean.name();
    }

    @Override
    public @Nullable Throwable toSend(Throwable thrown, MethodDescriptor method) {
        ExceptionMapper mapper = bean.get();
        return mapper.maps(method) ? mapper.toSend(thrown, method) : null;
    }

    @Override
    public @Nullable Throwable received(Throwable arrived, MethodDescriptor method) {
        ExceptionMapper mapper = bean.get();
        return mapper.maps(method) ? mapper.received(arrived, method) : null;
    }
}
