// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Encrypted connections: {@code ssl-enabled="true"}. */
@NullMarked
package io.tern.rpc.remoting.tls;

import org.jspecify.annotations.NullMarked;
