// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import io.netty.buffer.ByteBuf;

/** What an event frame says (docs/protocol.md, "Connection life"). */
public enum DubboEvent {
    /** The peer asks for a sign of life, or gives it: Hessian null. */
    HEARTBEAT('N'),
    /** The provider goes away: {@code "R"}. */
    READ_ONLY(1, 'R'),
    /** It does not, after all (Dubbo 3.2 and later): {@code "W"}. */
    WRITEABLE(1, 'W'),
    /** Anything else. */
    OTHER;

    /** Longer event bodies are skipped unread; Dubbo's own limits are 15 and 50. */
    public static final int MAX_LENGTH = 64;

    @SuppressWarnings("ImmutableEnumChecker") // handed out to be written only
    private final byte[] body;

    DubboEvent(int... body) {
        this.body = new byte[body.length];
        for (int i = 0; i < body.length; i++) {
            this.body[i] = (byte) body[i];
        }
    }

    /** The body on the wire; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** Which event a body is. */
    public static DubboEvent of(ByteBuf body) {
        int length = body.readableBytes();
        int first = body.readerIndex();
        if (length == 1 && body.getByte(first) == 'N') {
            return HEARTBEAT;
        }
        if (length == 2 && body.getByte(first) == 1) {
            return switch (body.getByte(first + 1)) {
                case 'R' -> READ_ONLY;
                case 'W' -> WRITEABLE;
                default -> OTHER;
            };
        }
        return OTHER;
    }
}
