// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** A service whose arguments have constraints; in a process without Bean Validation they are not there. */
@NullMarked
package io.tern.rpc.interop.checked;

import org.jspecify.annotations.NullMarked;
