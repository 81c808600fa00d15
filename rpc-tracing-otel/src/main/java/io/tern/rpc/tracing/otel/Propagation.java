// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.opentelemetry.api.trace.SpanContext;
import io.tern.rpc.spi.Invocation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A form in which a trace travels in the attachments of a call. Thread-safe. */
interface Propagation {
    /** Longest text that is looked at. The specifications want 512 characters of a trace's state to be handed on. */
    int LONGEST = 1_024;

    /** What the attachments say; {@link Origin#NONE} if nothing, or nothing that is understood. */
    Origin read(Invocation call);

    /**
     * Replaces whatever a call has in this form, be it from the request that is served.
     *
     * @param span nothing is written if it is not valid
     */
    void write(SpanContext span, Invocation call);

    /** An attachment that is a text of tolerable length; otherwise null. */
    static @Nullable String text(Invocation call, String key) {
        return call.attachment(key) instanceof String text && text.length() <= LONGEST ? text : null;
    }

    /** Leaves no trace of these. */
    static void remove(Invocation call, Iterable<String> keys) {
        Map<String, Object> attachments = call.attachments();
        for (String key : keys) {
            if (attachments.containsKey(key)) {
                call.attach(key, null);
            }
        }
    }
}
