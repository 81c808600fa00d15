// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What one XML file has.
 *
 * @param elements those of the namespace that stand at the top
 * @param imports files that it includes, as they are written
 * @param propertyFiles files that it takes the values of placeholders from, as they are written
 * @param beans ids and names of Spring's own beans
 * @param problems what is wrong with the file as such, and elements in wrong places
 */
record XmlFile(
        Path path,
        List<FoundElement> elements,
        List<Named> imports,
        List<Named> propertyFiles,
        Set<String> beans,
        List<Finding> problems) {
    /** Another file, as it is named. */
    record Named(String location, Place place) {}
}
