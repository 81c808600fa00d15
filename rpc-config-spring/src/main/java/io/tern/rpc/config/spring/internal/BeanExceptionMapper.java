// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.MethodDescriptor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** A mapper that is a bean, created by the first exception at the latest, and not before beans may be. */
final class BeanExceptionMapper implements ExceptionMapper {
    private final BeanFactory beans;
    private final String beanName;

    BeanExceptionMapper(BeanFactory beans, String beanName) {
        this.beans = beans;
        this.beanName = beanName;
    }

    @Override
    public String name() {
        return beanName;
    }

    @Override
    public @Nullable Throwable toSend(Throwable thrown, MethodDescriptor method) {
        ExceptionMapper mapper = beans.getBean(beanName, ExceptionMapper.class);
        return mapper.maps(method) ? mapper.toSend(thrown, method) : null;
    }

    @Override
    public @Nullable Throwable received(Throwable arrived, MethodDescriptor method) {
        ExceptionMapper mapper = beans.getBean(beanName, ExceptionMapper.class);
        return mapper.maps(method) ? mapper.received(arrived, method) : null;
    }
}
