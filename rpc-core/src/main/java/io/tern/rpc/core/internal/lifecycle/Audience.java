// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of one reference or service, who hear of its beginning and, after that, of its end: each once. Thread-safe. */
public final class Audience<T> {
    private static final Logger log = LoggerFactory.getLogger(Audience.class);

    private final String subject;
    private final List<T> listeners;
    private final AtomicBoolean began = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** {@code subject} is what they hear of, for the log. */
    public Audience(String subject, List<T> listeners) {
        this.subject = subject;
        this.listeners = List.copyOf(listeners);
    }

    /** Tells the beginning, if it was not told. */
    public void begin(Consumer<T> told) {
        if (!ended.get() && began.compareAndSet(false, true)) {
            tell(told);
        }
    }

    /** Tells the end, if the beginning was told and the end was not; a beginning that comes later is not told any more. */
    public void end(Consumer<T> told) {
        if (ended.compareAndSet(false, true) && began.get()) {
            tell(told);
        }
    }

    private void tell(Consumer<T> told) {
        for (T listener : listeners) {
            try {
                told.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                log.error(
                        "A listener of {} failed: {}",
                        subject,
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}
