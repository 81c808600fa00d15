// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.spi.MethodDescriptor;

/** What a request calls, as its head tells: the parameter types are known, the group is not yet. */
public interface RequestTarget {
    /** Gives the types of the arguments and the class loader that knows them. */
    MethodDescriptor method();
}
