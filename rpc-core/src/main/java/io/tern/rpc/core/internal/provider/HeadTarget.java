// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request means. A transport keeps it for as long as it likes, so it looks again when its service was
 * withdrawn: the same head may mean another export by then. Thread-safe.
 */
final class HeadTarget implements RequestTarget {
    private final ServiceTable table;
    private final RequestHead head;
    private volatile ServiceMethod current;

    HeadTarget(ServiceTable table, RequestHead head, ServiceMethod first) {
        this.table = table;
        this.head = head;
        this.current = first;
    }

    @Override
    public MethodDescriptor method() {
        return current().descriptor();
    }

    @Override
    public int payloadLimitBytes() {
        ServiceEntry entry = current().entry();
        int limitBytes = entry.payloadLimitBytes();
        return limitBytes > 0 && entry.isSharingHead() ? table.payloadLimitBytes(head) : limitBytes;
    }

    /** A method of a withdrawn service if there is no other: its types still serve to skip or decode the body. */
    ServiceMethod current() {
        ServiceMethod method = current;
        if (method.entry().isWithdrawn()) {
            @Nullable ServiceMethod other = table.first(head);
            if (other != null) {
                current = other;
                return other;
            }
        }
        return method;
    }
}
