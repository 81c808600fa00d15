// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;

/** Puts something in front of what performs a method's calls. Thread-safe. */
@FunctionalInterface
public interface MethodLink {
    /** The calls with it; {@code next} itself if the method does not use it. */
    Invoker link(MethodDescriptor method, MethodSettings settings, Invoker next);
}
