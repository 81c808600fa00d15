// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Tests that need every module: architecture rules and calls between Tern and real Dubbo peers. */
@NullMarked
package io.tern.rpc.interop;

import org.jspecify.annotations.NullMarked;
