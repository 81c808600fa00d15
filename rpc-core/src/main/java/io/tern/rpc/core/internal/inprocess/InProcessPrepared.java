// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is the same in every call of a method. Immutable but for the last target, which it remembers to save work. */
final class InProcessPrepared implements PreparedCall {
    /** The form of the protocol that carries attachments both ways. */
    static final String PROTOCOL_VERSION = "2.0.2";

    /** What users cannot set: it would make the provider look for another service. */
    private static final Set<String> RESERVED = Set.of("path", "interface", "version", "group", "dubbo");

    /** Nor these: they stand for callback arguments, which go to the service themselves here, without an id. */
    private static final String CALLBACK_PREFIX = "sys_callback_arg-";

    private static final String NO_VERSION = "0.0.0";

    private final MethodDescriptor method;
    private final ObjectCodec codec;
    private final RequestHead head;
    private final Map<String, Object> constants;
    private final int payloadLimitBytes;
    private volatile @Nullable Known known;

    private record Known(RequestHandler handler, RequestTarget target) {}

    InProcessPrepared(MethodDescriptor method, CallHead head, ObjectCodec codec) {
        this.method = method;
        this.codec = codec;
        this.payloadLimitBytes = head.payloadLimitBytes();
        String version = head.version() == null || head.version().isEmpty() ? NO_VERSION : head.version();
        this.head = new RequestHead(
                PROTOCOL_VERSION, head.interfaceName(), version, method.name(), method.parameterDescriptor());
        Map<String, Object> entries = new HashMap<>(head.attachments());
        entries.put("path", head.path());
        entries.put("interface", head.interfaceName());
        entries.put("version", version);
        if (head.group() != null && !head.group().isEmpty()) {
            entries.put("group", head.group());
        }
        this.constants = Map.copyOf(entries);
    }

    MethodDescriptor method() {
        return method;
    }

    /** Of the consumer's types. */
    ObjectCodec codec() {
        return codec;
    }

    RequestHead head() {
        return head;
    }

    /** The attachments of every call; always the same object. */
    Map<String, Object> constants() {
        return constants;
    }

    /** Largest request, in bytes; 0 or less: no limit. */
    int payloadLimitBytes() {
        return payloadLimitBytes;
    }

    /** Whether an attachment of this name is not the user's. */
    boolean isReserved(String key) {
        return RESERVED.contains(key) || constants.containsKey(key) || key.startsWith(CALLBACK_PREFIX);
    }

    @Nullable
    RequestTarget target(RequestHandler handler) {
        Known last = known;
        if (last != null && last.handler() == handler) {
            return last.target();
        }
        RequestTarget found = handler.find(head);
        if (found != null) {
            known = new Known(handler, found);
        }
        return found;
    }
}
