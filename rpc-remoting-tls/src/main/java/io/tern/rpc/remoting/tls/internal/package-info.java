// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** PEM files, and the handlers of an encrypted connection. */
@NullMarked
package io.tern.rpc.remoting.tls.internal;

import org.jspecify.annotations.NullMarked;
