// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;

/** The switch behind {@link EnableRpc} and {@code <dubbo:annotation/>}, for contexts that are put together by code. */
public final class RpcAnnotations {
    private RpcAnnotations() {}

    /**
     * Lets {@link RpcReference} and {@link RpcService} count on the beans of the context that the registry belongs to. To be
     * called before the context is refreshed; a second call changes nothing. No package is searched.
     */
    public static void readIn(BeanDefinitionRegistry registry) {
        AnnotatedBeans.readIn(registry);
    }
}
