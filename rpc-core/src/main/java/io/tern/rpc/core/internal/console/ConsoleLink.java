// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tern.rpc.spi.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection. It reads until there is a request, then does not read until that is answered: so nobody makes it hold more
 * than one request. For the thread of the server.
 */
final class ConsoleLink {
    private static final int FIRST_BUFFER = 512;
    private static final int LINGER_MILLIS = 1_000;
    /** What bytes become that are no UTF-8. */
    private static final char UNREADABLE = '\uFFFD';

    private final SocketChannel channel;
    private final SelectionKey key;
    private final InetAddress peer;
    private final ConsoleDesk desk;
    private final ConsoleDesk.Visitor visitor;
    private final ConsoleLimits limits;
    private final Ticker ticker;

    private State state = State.READING;
    private Form form = Form.UNKNOWN;
    private byte[] input = new byte[FIRST_BUFFER];
    private int length;
    private boolean inputEnded;
    private boolean headOnly;
    private boolean isLast;
    private boolean advancing;
    private @Nullable ByteBuffer output;
    private long sinceNanos;
    private long limitNanos;

    private enum State {
        /** For its peer's next request. */
        READING,
        /** For a command. */
        RUNNING,
        /** For its peer to take the answer. */
        WRITING,
        /** For its peer to see the answer: closed at once, what is still coming would wipe it out. */
        LINGERING,
        CLOSED
    }

    private enum Form {
        UNKNOWN,
        LINES,
        HTTP
    }

    ConsoleLink(
            SocketChannel channel,
            SelectionKey key,
            InetAddress peer,
            ConsoleDesk desk,
            ConsoleLimits limits,
            Ticker ticker) {
        this.channel = channel;
        this.key = key;
        this.peer = peer;
        this.desk = desk;
        this.visitor = new ConsoleDesk.Visitor(peer);
        this.limits = limits;
        this.ticker = ticker;
        become(State.READING, limits.requestMillis());
    }

    private void become(State next, int millis) {
        state = next;
        sinceNanos = ticker.nanos();
        limitNanos = TimeUnit.MILLISECONDS.toNanos(millis);
        if (key.isValid()) {
            key.interestOps(
                    switch (next) {
                        case READING, LINGERING -> SelectionKey.OP_READ;
                        case WRITING -> SelectionKey.OP_WRITE;
                        case RUNNING, CLOSED -> 0;
                    });
        }
    }

    InetAddress peer() {
        return peer;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /**
     * How readily it is ended in favour of another one, the least first: what only waits for its peer to say something, then
     * whose peer does not take its answer, then whose command has not ended.
     */
    int worth() {
        return switch (state) {
            case READING, LINGERING, CLOSED -> 0;
            case WRITING -> 1;
            case RUNNING -> 2;
        };
    }

    long waitedNanos() {
        return ticker.nanos() - sinceNanos;
    }

    /** How long it may stay as it is; 0 or less: no longer. A command has its own time. */
    long nanosLeft() {
        return state == State.RUNNING ? Long.MAX_VALUE : limitNanos - waitedNanos();
    }

    /** Bytes that its peer has not taken. */
    long outputBytes() {
        return output == null ? 0 : output.remaining();
    }

    /** The channel can be read or written. */
    void ready() throws IOException {
        if (key.isValid() && key.isReadable()) {
            read();
        }
        if (key.isValid() && key.isWritable()) {
            write();
        }
        advance();
    }

    private void read() throws IOException {
        if (state == State.LINGERING) {
            if (channel.read(ByteBuffer.allocate(FIRST_BUFFER)) < 0) {
                close();
            }
            return;
        }
        if (length == input.length) {
            input = Arrays.copyOf(input, Math.min(2 * length, limits.inputBytes() + 1));
        }
        int count = channel.read(ByteBuffer.wrap(input, length, input.length - length));
        if (count < 0) {
            inputEnded = true;
        } else {
            length += count;
        }
    }

    /** Takes one request after the other out of what came. A loop: a thousand blank lines must not be a thousand frames. */
    private void advance() throws IOException {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            boolean found = true;
            while (found && state == State.READING) {
                found = takeRequest();
            }
        } finally {
            advancing = false;
        }
    }

    private boolean takeRequest() throws IOException {
        if (form == Form.UNKNOWN) {
            chooseForm();
        }
        if (form != Form.HTTP) {
            return takeLine();
        }
        try {
            takeHttp();
        } catch (HttpRefusal e) {
            answer(e.answer());
        }
        return false;
    }

    private void chooseForm() {
        int end = lineEnd();
        String text = new String(input, 0, end < 0 ? length : end, UTF_8);
        if (end < 0 ? HttpRequest.isBeginning(text) : HttpRequest.isFirstLine(text.stripTrailing())) {
            form = Form.HTTP;
        }
    }

    private void takeHttp() throws IOException {
        HttpRequest request = HttpRequest.read(input, length, limits);
        if (request != null) {
            headOnly = request.headOnly();
            length = 0;
            become(State.RUNNING, 0);
            desk.http(request, peer, this::answered);
        } else if (inputEnded) {
            close();
        }
    }

    private int lineEnd() {
        for (int i = 0; i < length; i++) {
            if (input[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean takeLine() throws IOException {
        int end = lineEnd();
        if ((end < 0 ? length : end) > limits.lineBytes()) {
            end("the line is longer than " + limits.lineBytes() + " bytes");
            return false;
        }
        if (end < 0 && !inputEnded) {
            return false;
        }
        if (length == 0) {
            close();
            return false;
        }
        form = Form.LINES;
        int taken = end < 0 ? length : end; // nc sends no end of a line if it was given none
        String line = new String(input, 0, taken, UTF_8).strip();
        int next = Math.min(taken + 1, length);
        System.arraycopy(input, next, input, 0, length - next);
        length -= next;
        if (line.chars().anyMatch(c -> c == UNREADABLE || (Character.isISOControl(c) && c != '\t'))
                || HttpRequest.isFirstLine(line)) {
            // An interrupt of telnet, another protocol, or a request that hides behind a line.
            end("this is no line of text");
        } else if (line.isEmpty()) {
            send(AnswerBytes.prompt());
        } else {
            become(State.RUNNING, 0);
            desk.line(line, visitor, this::answered);
        }
        return true;
    }

    private void end(String complaint) throws IOException {
        answer(new Answer(Answer.BAD_REQUEST, complaint, true));
    }

    /** A command may end when its peer is gone. */
    private void answered(Answer answer) {
        if (state != State.RUNNING) {
            return;
        }
        try {
            answer(answer);
            advance();
        } catch (IOException e) {
            close();
        } catch (RuntimeException | Error e) {
            close(); // otherwise it would wait for its answer for ever
            throw e;
        }
    }

    private void answer(Answer answer) throws IOException {
        boolean http = form == Form.HTTP;
        isLast = http || answer.isLast();
        send(
                http
                        ? AnswerBytes.http(answer, headOnly, limits.answerBytes())
                        : AnswerBytes.line(answer, limits.answerBytes()));
    }

    private void send(ByteBuffer bytes) throws IOException {
        output = bytes;
        become(State.WRITING, limits.answerMillis());
        write();
    }

    private void write() throws IOException {
        if (output != null) {
            channel.write(output);
            if (output.hasRemaining()) {
                return;
            }
            output = null;
        }
        if (isLast || (inputEnded && length == 0)) {
            channel.shutdownOutput();
            if (inputEnded) {
                close();
            } else {
                become(State.LINGERING, LINGER_MILLIS);
            }
            return;
        }
        become(State.READING, limits.idleMillis());
    }

    /** Idempotent. */
    void close() {
        state = State.CLOSED;
        output = null;
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing of it is needed any more.
        }
    }
}
