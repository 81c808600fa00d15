// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import org.jspecify.annotations.Nullable;

/**
 * A guess at the length of the next frame of one kind, so that its buffer need not grow: each step copies what is there.
 * Racy on purpose.
 */
public final class FrameSize {
    private static final int SMALLEST = 256;
    /** One large frame shall not make all later ones large. */
    private static final int LARGEST = 64 * 1024;
    /** What arrays of bytes cost beyond their bytes: a few for each chunk. */
    private static final int CHUNK_SHIFT = 12;

    private int last = SMALLEST;

    int guess() {
        return last;
    }

    /**
     * For a frame with this value, whose length may be known better.
     *
     * @param limit of the body; a frame that would be longer is refused while it is written. 0 or less: none
     */
    int guess(@Nullable Object value, int limit) {
        if (!(value instanceof byte[] bytes)) {
            return last;
        }
        long length = (long) SMALLEST + bytes.length + (bytes.length >> CHUNK_SHIFT);
        return (int) Math.min(length, limit > 0 ? limit + (long) FrameHeader.LENGTH : LARGEST);
    }

    /** The frame's length. */
    void was(int length) {
        last = Math.max(SMALLEST, Math.min(length, LARGEST));
    }
}
