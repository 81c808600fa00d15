// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Arguments checked by Bean Validation: {@code validation="true"}. */
@NullMarked
package io.tern.rpc.validation;

import org.jspecify.annotations.NullMarked;
