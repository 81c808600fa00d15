// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link ContextCarrier}s took from one thread. One that throws is logged and left out. Immutable. */
final class Luggage {
    static final Luggage NONE = new Luggage(List.of());

    private static final Shown NOTHING = new Shown(List.of());
    private static final Logger log = LoggerFactory.getLogger(Luggage.class);

    private final List<ContextCarrier.Carried> all;

    private Luggage(List<ContextCarrier.Carried> all) {
        this.all = all;
    }

    /** What the calling thread has now. */
    static Luggage ofThread() {
        ContextCarrier[] carriers = InternalRpcContext.carriers();
        if (carriers.length == 0) {
            return NONE;
        }
        List<ContextCarrier.Carried> all = new ArrayList<>(carriers.length);
        for (ContextCarrier carrier : carriers) {
            try {
                ContextCarrier.Carried carried = carrier.capture();
                if (carried != null) {
                    all.add(carried);
                }
            } catch (RuntimeException | LinkageError e) {
                log.warn(
                        "{} could not capture what it carries",
                        carrier.getClass().getName(),
                        e);
            }
        }
        return all.isEmpty() ? NONE : new Luggage(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Luggage with(ContextCarrier.Carried more) {
        List<ContextCarrier.Carried> both = new ArrayList<>(all);
        both.add(more);
        return new Luggage(both);
    }

    /** Shows it on the calling thread, until {@link Shown#hide}. */
    Shown show() {
        if (all.isEmpty()) {
            return NOTHING;
        }
        List<Runnable> undo = new ArrayList<>(all.size());
        for (ContextCarrier.Carried each : all) {
            try {
                undo.add(each.show());
            } catch (RuntimeException | LinkageError e) {
                log.warn("{} could not show what it carries", each.getClass().getName(), e);
            }
        }
        return new Shown(undo);
    }

    /** One time that it is shown on one thread. */
    static final class Shown {
        private final List<Runnable> undo;

        private Shown(List<Runnable> undo) {
            this.undo = undo;
        }

        /** Brings back what the thread had; on the same thread. */
        void hide() {
            for (int i = undo.size() - 1; i >= 0; i--) {
                try {
                    undo.get(i).run();
                } catch (RuntimeException | LinkageError e) {
                    log.warn(
                            "{} could not bring back what it found",
                            undo.get(i).getClass().getName(),
                            e);
                }
            }
        }
    }
}
