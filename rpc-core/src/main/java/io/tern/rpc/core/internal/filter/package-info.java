// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Names of filters to instances, and instances to a chain; the filters themselves live elsewhere. */
@NullMarked
package io.tern.rpc.core.internal.filter;

import org.jspecify.annotations.NullMarked;
