// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Tests of the XML in real Spring contexts. */
@NullMarked
package io.tern.rpc.config.spring;

import org.jspecify.annotations.NullMarked;
