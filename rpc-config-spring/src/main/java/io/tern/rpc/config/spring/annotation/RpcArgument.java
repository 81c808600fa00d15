// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What {@code <dubbo:argument>} is in XML, inside {@link RpcMethod}. An empty text counts as not written. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface RpcArgument {
    /** The provider may call the argument back. */
    String callback() default "";

    /** Position of the argument, from 0. */
    String index() default "";

    /** Class of the argument; it stands for all arguments of that class. */
    String type() default "";
}
