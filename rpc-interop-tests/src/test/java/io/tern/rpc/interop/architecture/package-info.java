// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The rules of the architecture as tests, and under {@code fixture} one class for each rule that breaks it. */
@NullMarked
package io.tern.rpc.interop.architecture;

import org.jspecify.annotations.NullMarked;
