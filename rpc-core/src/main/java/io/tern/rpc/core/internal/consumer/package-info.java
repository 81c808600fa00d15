// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** A reference at work: from the stub's call to one provider's connection; what happens when a provider fails is the clusters'. */
@NullMarked
package io.tern.rpc.core.internal.consumer;

import org.jspecify.annotations.NullMarked;
