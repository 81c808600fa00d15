// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The statements about asynchronous calls, one test per statement, named after its number. */
@NullMarked
package io.tern.rpc.interop.async;

import org.jspecify.annotations.NullMarked;
