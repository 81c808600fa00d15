// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package org.apache.dubbo.config.annotation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Has the name of one of Dubbo's, and is as invisible at run time as that is without Dubbo. */
@Retention(RetentionPolicy.CLASS)
public @interface DubboReference {}
