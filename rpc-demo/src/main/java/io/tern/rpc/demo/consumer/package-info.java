// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The consumer process: calls through Tern as an application makes them, each followed by what it showed. */
@NullMarked
package io.tern.rpc.demo.consumer;

import org.jspecify.annotations.NullMarked;
