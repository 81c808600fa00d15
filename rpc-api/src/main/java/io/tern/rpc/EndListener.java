// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of those who hear of a call's end before its stages do; linked from the newest to the oldest. */
final class EndListener<T extends @Nullable Object> {
    /** In the place of listeners: all have been told. */
    static final EndListener<?> TOLD = new EndListener<Object>((value, error) -> {}, null);

    private static final Logger log = LoggerFactory.getLogger(ResponseFuture.class);

    private final BiConsumer<? super T, ? super @Nullable Throwable> action;
    private final @Nullable EndListener<T> older;

    EndListener(BiConsumer<? super T, ? super @Nullable Throwable> action, @Nullable EndListener<T> older) {
        this.action = action;
        this.older = older;
    }

    /** Tells this one and all older ones, the oldest first: the innermost part of a call has it first. */
    void tellAll(@Nullable T value, @Nullable Throwable error) {
        if (older == null) {
            tell(action, value, error);
            return;
        }
        Deque<EndListener<T>> oldestFirst = new ArrayDeque<>();
        for (EndListener<T> each = this; each != null; each = each.older) {
            oldestFirst.push(each);
        }
        oldestFirst.forEach(each -> tell(each.action, value, error));
    }

    /** Whoever listens cannot keep the call from ending. */
    static <T extends @Nullable Object> void tell(
            BiConsumer<? super T, ? super @Nullable Throwable> action, @Nullable T value, @Nullable Throwable error) {
        try {
            action.accept(value, error);
        } catch (Throwable fault) { // also checked ones, which other languages throw without saying so
            log.warn(
                    "A listener failed, and the call ends as it would have; the stack trace is logged at DEBUG: {}",
                    fault.toString());
            log.debug("A listener failed", fault);
        }
    }
}
