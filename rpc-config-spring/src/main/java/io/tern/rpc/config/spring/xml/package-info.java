// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Reads the elements of the dubbo namespaces. Nothing is judged here: mistakes are reported together at refresh. */
@NullMarked
package io.tern.rpc.config.spring.xml;

import org.jspecify.annotations.NullMarked;
