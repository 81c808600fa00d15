// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** A registry of DNS names: the addresses of a name are the providers, as with headless services of Kubernetes. */
@NullMarked
package io.tern.rpc.registry.dns;

import org.jspecify.annotations.NullMarked;
