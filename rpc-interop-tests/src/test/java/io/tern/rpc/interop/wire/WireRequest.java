// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a request's body.
 *
 * @param head the five texts before the arguments, in their order; the service version may be null
 * @param fixedPart the bytes before the attachments
 */
@SuppressWarnings("ArrayRecordComponent")
public record WireRequest(
        List<@Nullable String> head,
        List<@Nullable Object> arguments,
        @Nullable Map<String, @Nullable Object> attachments,
        byte[] fixedPart) {
    /** Reads the body that begins at the offset. */
    public static WireRequest parse(byte[] bytes, int offset) {
        NeutralHessian in = new NeutralHessian(bytes, offset);
        List<@Nullable String> head = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            head.add((String) in.next());
        }
        List<@Nullable Object> arguments = new ArrayList<>();
        for (int left = parameters(String.valueOf(head.get(4))); left > 0; left--) {
            arguments.add(in.next());
        }
        byte[] fixedPart = Arrays.copyOfRange(bytes, offset, in.position());
        return new WireRequest(head, arguments, in.nextMap(), fixedPart);
    }

    public @Nullable String method() {
        return head.get(3);
    }

    public @Nullable String descriptor() {
        return head.get(4);
    }

    private static int parameters(String descriptor) {
        int count = 0;
        for (int i = 0; i < descriptor.length(); i++) {
            if (descriptor.charAt(i) == 'L') {
                i = descriptor.indexOf(';', i);
            } else if (descriptor.charAt(i) == '[') {
                continue;
            }
            count++;
        }
        return count;
    }
}
