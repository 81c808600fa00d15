// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package javax.validation.constraints;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands for the constraint of the old library, which the tests do not have. */
@Retention(RetentionPolicy.RUNTIME)
public @interface NotNull {}
