// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.checked;

import javax.validation.constraints.NotBlank;

/** Has a rule by the name that Bean Validation had until version 2, which Dubbo 2.7 looks for. */
public interface OldCheckedService {
    String greet(@NotBlank String name);
}
