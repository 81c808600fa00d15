// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * On a configuration class: {@link RpcReference} and {@link RpcService} count on all beans of the context, and classes with
 * {@link RpcService} in the packages become beans. The same as {@code <dubbo:annotation package="…"/>} in XML. Application,
 * registries, protocols and defaults come from XML ({@code @ImportResource}).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import(EnableRpcRegistrar.class)
public @interface EnableRpc {
    /**
     * Packages that are searched, with those below them; placeholders are allowed. Without any, and without
     * {@link #scanBasePackageClasses}, the package of the class that has this annotation.
     */
    String[] scanBasePackages() default {};

    /** Classes whose packages are searched too. */
    Class<?>[] scanBasePackageClasses() default {};
}
