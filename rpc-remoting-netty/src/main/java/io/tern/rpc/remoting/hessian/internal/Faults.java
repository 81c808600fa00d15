// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.CallFacts;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ClassPolicy;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** The errors of this package. Texts carry class names, tags and positions, never content. */
final class Faults {
    private static final int MAX_NAME = 128;

    private Faults() {}

    static RpcSerializationException decode(String what) {
        // A peer can cause these at will: no stack trace.
        return new RpcSerializationException("Cannot decode the message: " + what, CallFacts.NONE, null, false);
    }

    /** The error for a tag that does not fit; {@code position} is where reading goes on after it. */
    static RpcSerializationException unexpected(String expected, int tag, int position) {
        return decode(
                "expected " + expected + ", found tag 0x" + Integer.toHexString(tag) + " at byte " + (position - 1));
    }

    /** As {@link #decode(String)}; of the cause only its class and place are told, as its text can quote what was sent. */
    static RpcSerializationException decode(String what, Throwable cause) {
        Throwable root =
                cause instanceof InvocationTargetException && cause.getCause() != null ? cause.getCause() : cause;
        StackTraceElement[] trace = root.getStackTrace();
        return decode(what + ": " + root.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]));
    }

    static RpcSerializationException encode(String what, @Nullable Throwable cause) {
        return new RpcSerializationException("Cannot encode the message: " + what, CallFacts.NONE, cause);
    }

    static RpcSerializationException encode(String what) {
        return encode(what, null);
    }

    static RpcSerializationException refused(String className, ClassPolicy policy) {
        return decode("class " + safe(className) + " is not admitted; " + safe(policy.cure(className), 1_024));
    }

    /** A text that is fit for logs: not too long, no control characters. */
    static String safe(@Nullable String text) {
        return safe(text, MAX_NAME);
    }

    private static String safe(@Nullable String text, int max) {
        if (text == null) {
            return "null";
        }
        int length = Math.min(text.length(), max);
        StringBuilder clean = new StringBuilder(length + 3);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean odd = Character.isISOControl(c)
                    || Character.isSurrogate(c)
                    || c == '\u2028'
                    || c == '\u2029'
                    || Character.getType(c) == Character.FORMAT;
            clean.append(odd ? '?' : c);
        }
        if (text.length() > max) {
            clean.append("...");
        }
        return clean.toString();
    }
}
