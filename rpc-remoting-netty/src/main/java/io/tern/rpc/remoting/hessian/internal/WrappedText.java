// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RemoteServiceException;
import org.jspecify.annotations.Nullable;

/**
 * An exception that a provider has wrapped, since its consumers may not have the class (docs/protocol.md, "Exceptions"): a
 * plain {@link RuntimeException} whose message is class, message, line end, and the printed original.
 */
final class WrappedText {
    /** Nobody writes a longer name, and a text without one is soon known for what it is. */
    private static final int LONGEST_NAME = 512;

    private WrappedText() {}

    /** The exception as one that knows its class, message and stack trace at the provider; others as they are. */
    static Throwable unwrapped(Throwable received) {
        String text = received.getMessage();
        if (received.getClass() != RuntimeException.class || text == null) {
            return received;
        }
        String name = name(text);
        int printed = name == null ? -1 : text.indexOf("\n" + name, name.length());
        if (name == null || printed < 0 || text.indexOf("\n\tat ", printed) < 0) {
            return received;
        }
        int end = text.charAt(printed - 1) == '\r' ? printed - 1 : printed;
        int message = name.length() + ": ".length();
        RemoteServiceException unwrapped = new RemoteServiceException(
                name, message <= end ? text.substring(message, end) : null, text.substring(printed + 1));
        unwrapped.setStackTrace(received.getStackTrace());
        return unwrapped;
    }

    /** What the text begins with, if that can be the name of a class in a package; null otherwise. */
    private static @Nullable String name(String text) {
        for (int i = 0; i < Math.min(text.length(), LONGEST_NAME); i++) {
            char c = text.charAt(i);
            if (c == ':' || c == '\r' || c == '\n') {
                return text.lastIndexOf('.', i) > 0 ? text.substring(0, i) : null;
            }
            if (!Character.isJavaIdentifierPart(c) && c != '.') {
                return null;
            }
        }
        return null;
    }
}
