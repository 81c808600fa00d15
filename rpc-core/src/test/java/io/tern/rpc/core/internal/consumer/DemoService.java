// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One method of each kind that matters to a consumer. */
interface DemoService {
    @Nullable
    String find(String id);

    CompletableFuture<String> findLater(String id);

    void save(String id) throws OutOfPaper;

    boolean isBoolean();

    byte asByte();

    short asShort();

    char asChar();

    int asInt();

    long asLong();

    float asFloat();

    double asDouble();

    int sum(int a, int b);

    /** A checked exception with a field of its own. */
    final class OutOfPaper extends Exception {
        private static final long serialVersionUID = 1L;

        final int sheets;

        OutOfPaper(int sheets) {
            super("no paper");
            this.sheets = sheets;
        }
    }
}
