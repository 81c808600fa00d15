// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

/**
 * What one message may make this process build. Each also ends at the bytes that are left in the frame. The reasons stand in
 * docs/decisions/0003-unknown-and-refused-classes.md.
 */
final class Limits {
    /** Containers and objects inside each other, both directions. */
    static final int DEPTH = 1_024;
    /** Entries of one list, array or map. */
    static final int ELEMENTS = 1_000_000;
    /** Entries of all collections and maps together. */
    static final int ALL_ELEMENTS = 4_000_000;
    /** Objects and containers: what a back-reference can point to. */
    static final int OBJECTS = 1_000_000;

    static final int DEFINITIONS = 4_096;
    static final int FIELDS = 1_024;
    /** Different classes per message that this process does not have; each costs a look-up in the class path. */
    static final int ABSENT_CLASSES = 256;

    static final int CLASS_NAME_CHARS = 512;
    static final int FIELD_NAME_CHARS = 1_024;
    /** Array dimensions; the JVM's own limit is 255. */
    static final int DIMENSIONS = 16;

    static final int ATTACHMENTS = 256;
    static final int ATTACHMENT_BYTES = 64 * 1024;
    /** Values that hashCode of the keys of all maps and sets may walk over. */
    static final long HASH_STEPS = 16_000_000;
    /** Elements passed on the way to the places of others: those of 1 400 keys of equal hash. */
    static final long PLACE_STEPS = 1_000_000;

    static final int DECIMAL_CHARS = 10_000;
    static final int DECIMAL_SCALE = 100_000;
    /** 32-bit words of a BigInteger: a million bits. */
    static final int INTEGER_WORDS = 32_768;

    private Limits() {}
}
