// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import org.jspecify.annotations.Nullable;

/**
 * A request head, read.
 *
 * @param head the strings
 * @param target what they name; null if nothing
 * @param length bytes of the head in the body
 * @param replyAttachments whether the consumer understands replies with attachments
 * @param tails the attachments that came with it
 * @param replySize of the replies to it
 */
public record KnownHead(
        RequestHead head,
        @Nullable RequestTarget target,
        int length,
        boolean replyAttachments,
        KnownTails tails,
        FrameSize replySize) {
    /**
     * All releases agree on 2.0.2 to 2.0.9, with or without a suffix; above, they contradict each other
     * (docs/protocol.md, "Which version strings enable response attachments").
     */
    static boolean understandsReplyAttachments(@Nullable String protocolVersion) {
        if (protocolVersion == null || protocolVersion.length() < 5 || !protocolVersion.startsWith("2.0.")) {
            return false;
        }
        char last = protocolVersion.charAt(4);
        return last >= '2' && last <= '9' && (protocolVersion.length() == 5 || protocolVersion.charAt(5) == '-');
    }
}
