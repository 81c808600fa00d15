// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.spi.MethodDescriptor;

/** What a request calls, as its head tells: the parameter types are known, the group is not yet. */
public interface RequestTarget {
    /** Gives the types of the arguments and the class loader that knows them. */
    MethodDescriptor method();

    /**
     * The largest body of a request with this head, in bytes, if the service has a limit besides its port's; with several
     * groups the largest of theirs. 0: none. Any thread; never blocks.
     */
    default int payloadLimitBytes() {
        return 0;
    }
}
