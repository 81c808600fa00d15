// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

/** What the first byte of a Hessian 2 value says. */
final class Tags {
    static final int NULL = 'N';
    static final int TRUE = 'T';
    static final int FALSE = 'F';
    static final int DEFINITION = 'C';
    static final int OBJECT = 'O';
    static final int MAP = 'M';
    static final int UNTYPED_MAP = 'H';
    static final int END = 'Z';
    static final int REFERENCE = 0x51;
    static final int LIST = 'V';
    static final int UNTYPED_LIST = 0x58;
    static final int OPEN_LIST = 0x55;
    /** The longest text that is told by its first byte alone. */
    static final int SHORT_TEXT = 0x1f;

    /** From here on all tags are those of whole numbers. */
    static final int FIRST_NUMBER = 0x80;

    static final int DATE_MILLIS = 0x4a;
    static final int DATE_MINUTES = 0x4b;
    static final int TEXT_PART = 'R';
    static final int BINARY_PART = 'A';

    // Those between 0x40 and 0x7f that are not scalars, one bit for each; there are no others.
    private static final long STRUCTURES = bit(DEFINITION)
            | bit(UNTYPED_MAP)
            | bit(MAP)
            | bit(OBJECT)
            | bit(REFERENCE)
            | bits(OPEN_LIST, UNTYPED_LIST)
            | bits(0x60, 0x7f);

    private Tags() {}

    static boolean isBetween(int tag, int first, int last) {
        return tag >= first && tag <= last;
    }

    static boolean isText(int tag) {
        return tag <= 0x1f || isBetween(tag, 0x30, 0x33) || tag == TEXT_PART || tag == 'S';
    }

    static boolean isBinary(int tag) {
        return isBetween(tag, 0x20, 0x2f) || isBetween(tag, 0x34, 0x37) || tag == BINARY_PART || tag == 'B';
    }

    static boolean isDate(int tag) {
        return tag == DATE_MILLIS || tag == DATE_MINUTES;
    }

    /** An object that names its class by the number of its definition. */
    static boolean isObject(int tag) {
        return isBetween(tag, 0x60, 0x6f) || tag == OBJECT;
    }

    static boolean isList(int tag) {
        return isBetween(tag, OPEN_LIST, UNTYPED_LIST) || isBetween(tag, 0x70, 0x7f);
    }

    /** Whether the value is not a scalar. */
    static boolean isStructure(int tag) {
        return (tag & 0xc0) == 0x40 && ((STRUCTURES >>> tag) & 1) != 0;
    }

    private static long bit(int tag) {
        return 1L << tag;
    }

    private static long bits(int first, int last) {
        return (-1L >>> (63 - (last - first))) << first;
    }
}
