// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.callback;

import java.io.Serializable;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** A service that calls its consumers back. */
interface Hub {
    /** What is called. */
    interface Ear {
        String hear(String text);

        CompletableFuture<String> hearLater(String text);

        void ring(String text);

        int count(Sound sound);

        default String shout(String text) {
            return hear(text.toUpperCase(Locale.ROOT));
        }
    }

    /** A value that only callbacks carry. */
    record Sound(String name, int volume) implements Serializable {}

    /** Returns how many there are. */
    int add(Ear ear);

    /** Whether the ear was known. */
    boolean remove(Ear ear);

    /** Adds two at a time. */
    int addBoth(Ear one, String between, Ear other);

    /** Calls the newest ear while the call is served. */
    String tell(String text);

    /** Plain. */
    String echo(String text);
}
