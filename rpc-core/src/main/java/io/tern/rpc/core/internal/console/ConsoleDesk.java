// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.core.internal.console.ConsoleCommands.Command;
import io.tern.rpc.core.internal.log.SafeText;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests of both forms, asks who may run what, and has it run. For the thread of the server. */
final class ConsoleDesk {
    private static final Logger log = LoggerFactory.getLogger(ConsoleDesk.class);
    private static final String LOG_IN = "auth";
    private static final int MISSES = 3;

    private final ConsoleAccess access;
    private final ConsoleCommands commands;
    private final Runner runner;

    ConsoleDesk(ConsoleAccess access, ConsoleCommands commands, Runner runner) {
        this.access = access;
        this.commands = commands;
        this.runner = runner;
    }

    /** Runs commands elsewhere, or here if they are quick. */
    interface Runner {
        /** {@code then} hears the answer on the thread of the server. */
        void run(Command command, List<String> words, Consumer<Answer> then);
    }

    /** Somebody who types lines. */
    static final class Visitor {
        private final InetAddress peer;
        private boolean loggedIn;
        private int misses;

        Visitor(InetAddress peer) {
            this.peer = peer;
        }
    }

    /** Answers a request of HTTP. */
    void http(HttpRequest request, InetAddress peer, Consumer<Answer> then) {
        boolean loggedIn = false;
        if (request.token() != null) {
            ConsoleAccess.Login login = access.login(peer, request.token());
            if (login == ConsoleAccess.Login.WRONG || login == ConsoleAccess.Login.TOO_OFTEN) {
                then.accept(refusal(login));
                return;
            }
            loggedIn = login == ConsoleAccess.Login.DONE;
        }
        Answer refusal = loggedIn ? null : HttpGuard.refusal(request, peer);
        if (refusal != null) {
            then.accept(refusal);
            return;
        }
        run(request.words(), peer, loggedIn, then);
    }

    /** Answers a line that is not blank. */
    void line(String line, Visitor visitor, Consumer<Answer> then) {
        List<String> words = Arrays.asList(line.strip().split("[ \t]+", -1));
        if (words.get(0).toLowerCase(Locale.ROOT).equals(LOG_IN)) {
            then.accept(logIn(words, visitor));
        } else {
            run(words, visitor.peer, visitor.loggedIn, then);
        }
    }

    private Answer logIn(List<String> words, Visitor visitor) {
        if (words.size() != 2) {
            return Answer.refusal(Answer.BAD_REQUEST, "auth <token>");
        }
        ConsoleAccess.Login login = access.login(visitor.peer, words.get(1));
        switch (login) {
            case DONE -> visitor.loggedIn = true;
            case USELESS -> {
                return Answer.refusal(
                        Answer.FORBIDDEN,
                        visitor.peer.isLoopbackAddress()
                                ? "no token is needed here"
                                : "no token lets anybody in at this address");
            }
            default -> {
                visitor.misses++;
                Answer refusal = refusal(login);
                return new Answer(refusal.status(), refusal.text(), visitor.misses >= MISSES);
            }
        }
        return Answer.of("OK");
    }

    private static Answer refusal(ConsoleAccess.Login login) {
        if (login == ConsoleAccess.Login.TOO_OFTEN) {
            return Answer.refusal(Answer.TOO_MANY_REQUESTS, "too many wrong tokens; try again in ten seconds");
        }
        return Answer.refusal(Answer.UNAUTHORIZED, "the token is wrong");
    }

    private void run(List<String> words, InetAddress peer, boolean loggedIn, Consumer<Answer> then) {
        Command command = commands.find(words.get(0).toLowerCase(Locale.ROOT));
        if (command == null) {
            then.accept(commands.unknown(words.get(0)));
            return;
        }
        List<String> further = words.subList(1, words.size());
        Answer refusal = refusal(command, further, peer, loggedIn);
        if (refusal == null) {
            runner.run(command, further, then);
        } else {
            then.accept(refusal);
        }
    }

    /** Null if it may be run; the log then says so if it changes something. */
    private @Nullable Answer refusal(Command command, List<String> further, InetAddress peer, boolean loggedIn) {
        boolean allowed;
        try {
            allowed = access.allows(peer, loggedIn, command);
            if (allowed && !command.code().isReadOnly()) {
                log.info(
                        "Console: {} {}, from {}",
                        command.name(),
                        SafeText.of(String.join(" ", further)),
                        peer.getHostAddress());
            }
        } catch (RuntimeException | LinkageError e) {
            log.warn("Command {} of the console does not say what it does", command.name(), e);
            return Answer.refusal(Answer.FAILED, command.name() + " failed; see the log");
        }
        if (allowed) {
            return null;
        }
        return access.mayLogIn(peer)
                ? Answer.refusal(Answer.UNAUTHORIZED, command.name() + " :permission deny; it takes the token")
                : Answer.refusal(Answer.FORBIDDEN, command.name() + " :permission deny at this address");
    }
}
