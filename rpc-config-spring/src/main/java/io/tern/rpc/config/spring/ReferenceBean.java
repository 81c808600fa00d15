// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import io.tern.rpc.config.spring.internal.TernLifecycle;
import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.core.Reference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.FactoryBean;

/**
 * The factory behind {@code <dubbo:reference id="foo" …/>}: {@code getBean("foo")} is the object that makes the calls, a
 * singleton, and {@code getBean("&foo")} is this. Defined by the XML; not made by applications. Thread-safe.
 *
 * <p>The type is known from the bean definition, so that looking for beans by type creates nothing and connects nothing.
 * The object exists as soon as a bean needs it; connections are opened when the context has started, or by an earlier
 * call.
 *
 * @param <T> the interface
 */
public final class ReferenceBean<T> implements FactoryBean<T> {
    private final TernLifecycle tern;
    private final WrittenElement element;

    ReferenceBean(TernLifecycle tern, WrittenElement element) {
        this.tern = tern;
        this.element = element;
    }

    /**
     * The reference with its effective settings and its state.
     *
     * @throws io.tern.rpc.RpcConfigException if the configuration of the context has mistakes
     */
    @SuppressWarnings("unchecked") // The element's interface is what the bean definition gave for T.
    public Reference<T> reference() {
        return (Reference<T>) tern.reference(element);
    }

    @Override
    public T getObject() {
        return reference().get();
    }

    /** The interface; null if its class cannot be loaded. Creates nothing: Spring asks at any time. */
    @Override
    public @Nullable Class<?> getObjectType() {
        return element.objectType();
    }

    @Override
    public boolean isSingleton() {
        return true;
    }
}
