// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.process;

import io.tern.rpc.interop.peer.CallContext;

/**
 * Makes the {@link CallContext} that a placeholder of the Spring files names. A placeholder in a bean's class attribute would be shorter, but
 * Dubbo 3 asks for the types of all beans before placeholders are resolved.
 */
public final class CallContexts {
    private CallContexts() {}

    /** An instance of the class, which has a public constructor without parameters. */
    public static CallContext named(String className) throws ReflectiveOperationException {
        return (CallContext) Class.forName(className).getDeclaredConstructor().newInstance();
    }
}
