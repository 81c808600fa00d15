// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Texts as they stand in addresses. */
final class PercentText {
    private PercentText() {}

    /**
     * What is meant.
     *
     * @param plusIsBlank whether a plus stands for a blank, as in forms
     * @throws HttpRefusal if it cannot be read, or has control characters in it
     */
    static String decoded(String text, boolean plusIsBlank) {
        String decoded;
        try {
            decoded = URLDecoder.decode(plusIsBlank ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpRefusal(Answer.BAD_REQUEST, "the address of the request cannot be read");
        }
        if (decoded.chars().anyMatch(Character::isISOControl)) {
            throw new HttpRefusal(Answer.BAD_REQUEST, "there are control characters in the request");
        }
        return decoded;
    }
}
