// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import java.net.InetSocketAddress;

/** Hears what happens to a {@link GroupLoop}, on its thread. */
interface GroupListener {
    /** The group was joined, for the first time or again. */
    void joined();

    /** Nothing can be sent or heard until it is joined again. */
    void lost();

    /** Somebody said something. */
    void heard(String datagram, InetSocketAddress from);
}
