// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

/**
 * Decides which classes may be created from a peer's bytes. Asked before a class is looked up, for every name: objects,
 * array elements, enums, exceptions, map and list types. Thread-safe, and fast for names it has seen.
 */
public interface ClassPolicy {
    /**
     * Whether the class may be created.
     *
     * @param className as {@link Class#getName()} writes it, for an array that of its element type; from a peer: can be
     *     any text
     */
    boolean admits(String className);

    /** What to do about a refusal, for the error message: names the setting that would admit the class. */
    String cure(String className);

    /** A message was refused because of this class, for counting; once per message. Must be quick and must not throw. */
    default void refused(String className) {}
}
