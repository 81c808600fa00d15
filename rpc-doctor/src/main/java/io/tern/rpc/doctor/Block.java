// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.util.List;

/**
 * The findings about one element or one part of a file.
 *
 * @param title the element, by its id or what identifies it
 */
record Block(Place place, String title, List<Finding> findings) {
    Block {
        findings = List.copyOf(findings);
    }
}
