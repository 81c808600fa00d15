// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of those who hear of a call's end before its stages do; linked from the newest to the oldest. */
final class EndListener<T extends @Nullable Object> {
    private static final Logger log = LoggerFactory.getLogger(ResponseFuture.class);

    private final BiConsumer<? super T, ? super @Nullable Throwable> action;
    private @Nullable EndListener<T> older;

    EndListener(BiConsumer<? super T, ? super @Nullable Throwable> action, @Nullable EndListener<T> older) {
        this.action = action;
        this.older = older;
    }

    /** Tells this one and all older ones, the oldest first: the innermost part of a call has it first. */
    void tellAll(@Nullable T value, @Nullable Throwable error) {
        EndListener<T> first = null;
        for (EndListener<T> each = this; each != null; ) {
            EndListener<T> following = each.older;
            each.older = first;
            first = each;
            each = following;
        }
        for (EndListener<T> each = first; each != null; each = each.older) {
            tell(each.action, value, error);
        }
    }

    /** Whoever listens cannot keep the call from ending. */
    static <T extends @Nullable Object> void tell(
            BiConsumer<? super T, ? super @Nullable Throwable> action, @Nullable T value, @Nullable Throwable error) {
        try {
            action.accept(value, error);
        } catch (RuntimeException | Error fault) {
            log.error("What was to be done at the end of a call failed; the call ends as it would have", fault);
        }
    }
}
