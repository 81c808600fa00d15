// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import static java.util.Objects.requireNonNull;

/**
 * A method that is called when something happens to a call: {@code oninvoke}, {@code onreturn}, {@code onthrow}.
 *
 * @param bean the bean's name
 * @param method the method's name
 */
public record HookSettings(String bean, String method) {
    public HookSettings {
        requireNonNull(bean, "bean");
        requireNonNull(method, "method");
    }
}
