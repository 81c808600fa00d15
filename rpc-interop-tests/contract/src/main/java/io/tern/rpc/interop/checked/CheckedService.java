// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.checked;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;

/** Counts how often it is called. */
public interface CheckedService {
    String greet(@NotBlank String name);

    int send(Parcel parcel, @Max(5) int copies);

    /** Calls of the others so far. */
    int count();
}
