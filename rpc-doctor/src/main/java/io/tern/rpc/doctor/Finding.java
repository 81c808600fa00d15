// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

/**
 * What became of one attribute, parameter, key or other thing in a file.
 *
 * @param subject the thing as it is written, without passwords
 * @param note why, and what to do; may be empty
 */
record Finding(Verdict verdict, Place place, String subject, String note) {
    /** The same verdict with something more to say. */
    Finding plus(String more) {
        return new Finding(verdict, place, subject, note.isEmpty() ? more : note + "; " + more);
    }
}
