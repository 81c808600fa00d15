// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The provider process: the services and the main class, which know neither Tern nor Apache Dubbo. */
@NullMarked
package io.tern.rpc.demo.provider;

import org.jspecify.annotations.NullMarked;
