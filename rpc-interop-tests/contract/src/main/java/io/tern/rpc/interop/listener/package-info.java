// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** A service with callback arguments, and a consumer of it that is led by lines: plain Java for Dubbo and Tern alike. */
@NullMarked
package io.tern.rpc.interop.listener;

import org.jspecify.annotations.NullMarked;
