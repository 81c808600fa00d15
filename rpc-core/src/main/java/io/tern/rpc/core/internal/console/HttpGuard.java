// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of the web from using the rights of whoever looks at them: a browser at this machine connects from here
 * like everybody else, and the name of a page's own server can be turned into this machine's address. Tokens are beyond that, since
 * a page has none.
 */
final class HttpGuard {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost\\.?|127(\\.[0-9]{1,3}){3}|\\[(::1|(0{1,4}:){7}0{0,3}1)]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");

    private HttpGuard() {}

    /** Why a request without a token is refused; null if it is not. */
    static @Nullable Answer refusal(HttpRequest request, InetAddress peer) {
        if (request.ofWebPage()) {
            return Answer.refusal(Answer.FORBIDDEN, "pages of the web may not use this console");
        }
        // To other machines no browser says it; nobody there changes anything without a token.
        if (request.ofOldBrowser() && peer.isLoopbackAddress()) {
            return Answer.refusal(
                    Answer.FORBIDDEN,
                    "this browser does not say whether a page of the web sent it here; use a newer one, or curl");
        }
        String host = request.host();
        if (host == null
                || (peer.isLoopbackAddress() ? LOOPBACK : ADDRESS).matcher(host).matches()) {
            return null;
        }
        return Answer.refusal(
                Answer.FORBIDDEN,
                peer.isLoopbackAddress()
                        ? "the header Host names another machine; use localhost or 127.0.0.1, or a token"
                        : "the header Host is a name, which may be anybody's; use the address, or a token");
    }
}
