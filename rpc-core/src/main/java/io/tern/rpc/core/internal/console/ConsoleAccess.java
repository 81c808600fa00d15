// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.security.SecretToken;
import io.tern.rpc.core.internal.settings.ConsoleSettings;
import io.tern.rpc.spi.Ticker;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what. Whoever sits at this machine may do everything. Others are here only if they were asked in and there is
 * a token; with it they may do everything, without it what the settings leave to anybody, and never change anything.
 *
 * <p>For one thread.
 */
final class ConsoleAccess {
    private static final Logger log = LoggerFactory.getLogger(ConsoleAccess.class);
    private static final int MISSES = 3;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int REMEMBERED = 1_000;

    private final @Nullable SecretToken token;
    private final boolean foreign;
    private final AddressList listed;
    private final ConsoleSettings settings;
    private final Ticker ticker;
    private final LogLimit logLimit;

    private final Map<InetAddress, Misses> misses = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Misses> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Misses(int count, long lastNanos) {}

    /** What becomes of a token that somebody shows. */
    enum Login {
        /** It is the right one. */
        DONE,
        /** It is not. */
        WRONG,
        /** There were too many wrong ones lately: nobody looks at it. */
        TOO_OFTEN,
        /** It would not help at that address, or there is none. */
        USELESS
    }

    /**
     * With these settings.
     *
     * @throws IllegalArgumentException if the list of addresses is mistaken
     */
    ConsoleAccess(ConsoleSettings settings, @Nullable SecretToken token, Ticker ticker) {
        this.settings = settings;
        this.token = token;
        this.ticker = ticker;
        this.logLimit = new LogLimit(ticker, 10, 1_000);
        this.foreign = settings.foreign() && token != null;
        this.listed = new AddressList(settings.listed());
    }

    /** Whether anybody from elsewhere may come. */
    boolean isForeign() {
        return foreign;
    }

    /** Whether somebody there may connect. */
    boolean admits(InetAddress peer) {
        return peer.isLoopbackAddress() || mayLogIn(peer) || without(peer) != Right.NOTHING;
    }

    /** Whether a token helps there. */
    boolean mayLogIn(InetAddress peer) {
        return token != null && (peer.isLoopbackAddress() || (foreign && (listed.isEmpty() || listed.contains(peer))));
    }

    /** Looks at a token. */
    Login login(InetAddress peer, String shown) {
        if (token == null || !mayLogIn(peer)) {
            return Login.USELESS;
        }
        Misses before = misses.get(peer);
        if (before != null && ticker.nanos() - before.lastNanos() >= PAUSE_NANOS) {
            before = null;
        }
        if (before != null && before.count() >= MISSES) {
            return Login.TOO_OFTEN;
        }
        if (token.is(shown)) {
            misses.remove(peer);
            return Login.DONE;
        }
        long held = logLimit.pass();
        if (held != LogLimit.SUPPRESSED) {
            log.warn(
                    "Somebody at {} showed the console a wrong token ({} earlier ones not logged)",
                    peer.getHostAddress(),
                    held);
        }
        misses.put(peer, new Misses(before == null ? 1 : before.count() + 1, ticker.nanos()));
        return Login.WRONG;
    }

    /** Whether somebody may run a command. */
    boolean allows(InetAddress peer, boolean loggedIn, ConsoleCommands.Command command) {
        if (loggedIn || peer.isLoopbackAddress()) {
            return true;
        }
        Right right = without(peer);
        return right != Right.NOTHING
                && command.right() != Right.STEER
                && (right.covers(command.right()) || settings.commands().contains(command.name()));
    }

    /** What somebody elsewhere may do without the token. */
    private Right without(InetAddress peer) {
        if (!foreign) {
            return Right.NOTHING;
        }
        return switch (settings.level()) {
            case NONE -> Right.NOTHING;
            case PUBLIC -> listed.contains(peer) ? Right.LOOK : Right.PROBE;
            case PROTECTED -> Right.LOOK;
            case PRIVATE -> Right.READ_SETTINGS;
        };
    }
}
