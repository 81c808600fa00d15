// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import java.io.InputStream;
import java.io.OutputStream;

/** Makes writers and readers, which it may reuse. Thread-safe; writers and readers are not. */
public interface ObjectCodec {
    /** A writer to be closed on the same thread; {@code out} gets all bytes at the latest on close. */
    ObjectWriter writer(OutputStream out, PeerDialect dialect);

    /**
     * A reader to be closed on the same thread.
     *
     * @param in ends where the message ends
     * @param length bytes in {@code in}; bounds every count that the bytes declare
     */
    ObjectReader reader(InputStream in, int length);
}
