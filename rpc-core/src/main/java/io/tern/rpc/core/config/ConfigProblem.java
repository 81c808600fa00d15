// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import io.tern.rpc.config.Origin;

/**
 * One mistake or warning in the configuration.
 *
 * @param code its kind
 * @param message the complete text, which begins with the code and names the place, the found value and what is legal
 * @param origin where it was written
 */
public record ConfigProblem(ConfigCode code, String message, Origin origin) {
    /** Whether start must fail because of it. */
    public boolean isError() {
        return code.isError();
    }
}
