// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import jakarta.validation.constraints.NotNull;

/** What an interface can inherit. */
interface Named {
    void rename(@NotNull String name);
}
