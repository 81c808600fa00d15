// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.config.ReferenceSettings;

/**
 * Hears of references that name it in {@code listener="…"}. One instance serves all of them: thread-safe. What it throws is
 * logged and changes nothing.
 */
public interface ReferenceListener {
    /** The name in {@code listener="…"}; case-sensitive and unique. A listener that is a Spring bean goes by the bean's id instead. */
    String name();

    /** The reference was started, connected or not; once, on the thread that starts it. */
    default void referred(ReferenceSettings reference) {}

    /** The reference, started before, was closed, or its Tern instance was; once, on the thread that closes it. */
    default void ended(ReferenceSettings reference) {}
}
