// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a reply's body with status 20.
 *
 * @param flag 0 to 5: exception, value or null, each without and with attachments
 * @param value the value or the exception
 * @param attachments null with the flags that have none
 */
public record WireReply(
        int flag, @Nullable Object value, @Nullable Map<String, @Nullable Object> attachments) {
    public static WireReply parse(byte[] bytes, int offset) {
        NeutralHessian in = new NeutralHessian(bytes, offset);
        Object flag = in.next();
        if (!(flag instanceof Integer number) || number < 0 || number > 5) {
            throw new IllegalArgumentException("A reply begins with a flag of 0 to 5, and this one with " + flag);
        }
        Object value = number % 3 == 2 ? null : in.next();
        Map<String, @Nullable Object> attachments = number < 3 ? null : in.nextMap();
        if (!in.atEnd()) {
            throw new IllegalArgumentException("There are bytes behind the reply at " + in.position());
        }
        return new WireReply(number, value, attachments);
    }

    /** The text of a reply with another status. */
    public static String text(byte[] bytes, int offset) {
        return new NeutralHessian(bytes, offset).nextText();
    }
}
