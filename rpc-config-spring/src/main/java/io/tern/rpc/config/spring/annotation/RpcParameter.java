// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What {@code <dubbo:parameter>} is in XML: a free setting of a reference, service or method. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface RpcParameter {
    /** Key of the setting. Keys without a known meaning are kept for filters and for peers. */
    String key();

    /** Value of the setting. It may be blank. */
    String value();

    /** {@code true} puts a dot in front of the key and does not publish it. An empty text counts as not written. */
    String hide() default "";
}
