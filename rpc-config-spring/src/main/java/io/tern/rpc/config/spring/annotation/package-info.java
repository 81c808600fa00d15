// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** References and services written as annotations: the same elements, by the same rules, as in XML. */
@NullMarked
package io.tern.rpc.config.spring.annotation;

import org.jspecify.annotations.NullMarked;
