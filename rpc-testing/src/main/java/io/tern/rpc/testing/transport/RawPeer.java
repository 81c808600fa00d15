// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.transport;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One end of a Dubbo connection, driven byte by byte by a test. Not thread-safe. */
public final class RawPeer implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 5_000;

    private final Socket socket;
    private final DataInputStream in;

    /** A frame as it was received; compared by nobody, so an array may be part of it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Frame(int flags, int status, long id, byte[] body) {
        /** The body as lower-case hexadecimal digits. */
        public String bodyHex() {
            return HexFormat.of().formatHex(body);
        }
    }

    /** Takes a connected socket over. */
    public RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Connects to a server on this host. */
    public static RawPeer connect(InetSocketAddress address) throws IOException {
        return new RawPeer(new Socket(address.getAddress(), address.getPort()));
    }

    /** A listening socket on a free loopback port. */
    public static ServerSocket listen() throws IOException {
        return listen(0);
    }

    /** A listening socket on a loopback port; 0: a free one. */
    public static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(READ_TIMEOUT_MILLIS);
        return server;
    }

    /** Reads a frame; fails if there is none within seconds. */
    public Frame read() throws IOException {
        if (in.readUnsignedShort() != 0xdabb) {
            throw new IOException("not a frame");
        }
        int flags = in.readUnsignedByte();
        int status = in.readUnsignedByte();
        long id = in.readLong();
        return new Frame(flags, status, id, in.readNBytes(in.readInt()));
    }

    /** Reads the next frame that is not an event. */
    public Frame readCall() throws IOException {
        Frame frame = read();
        while ((frame.flags() & 0x20) != 0) {
            frame = read();
        }
        return frame;
    }

    /** Waits until the other end closes; fails if it does not within seconds. */
    public void awaitClose() throws IOException {
        try {
            while (true) {
                in.readByte();
            }
        } catch (EOFException closed) {
            // as expected
        } catch (SSLException | SocketException reset) {
            // as well
        }
    }

    /** Whether nothing arrives for a while and the connection stays open. */
    public boolean isSilentFor(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return in.read() == Integer.MIN_VALUE;
        } catch (java.net.SocketTimeoutException silent) {
            return true;
        } finally {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        }
    }

    /** Writes bytes as they are. */
    public RawPeer write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Writes bytes given as hexadecimal digits. */
    public RawPeer writeHex(String hex) throws IOException {
        return write(HexFormat.of().parseHex(hex));
    }

    /** Writes a frame. */
    public RawPeer write(int flags, int status, long id, byte[] body) throws IOException {
        return write(frame(flags, status, id, body));
    }

    /** Replies to a request with a text of fewer than 32 ASCII characters. */
    public RawPeer replyText(long id, String text) throws IOException {
        return write(0x02, 20, id, concat(new byte[] {(byte) 0x91}, shortText(text)));
    }

    /** Closes without the usual goodbye: the other end sees a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A frame with a correct header. */
    public static byte[] frame(int flags, int status, long id, byte[] body) {
        return header(flags, status, id, body.length, body);
    }

    /** A frame whose header claims any length. */
    public static byte[] header(int flags, int status, long id, int length, byte @Nullable [] body) {
        byte[] rest = body == null ? new byte[0] : body;
        return ByteBuffer.allocate(16 + rest.length)
                .putShort((short) 0xdabb)
                .put((byte) flags)
                .put((byte) status)
                .putLong(id)
                .putInt(length)
                .put(rest)
                .array();
    }

    /** A Hessian string of fewer than 32 ASCII characters. */
    public static byte[] shortText(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length > 31) {
            throw new IllegalArgumentException(text);
        }
        return concat(new byte[] {(byte) ascii.length}, ascii);
    }

    /** A Hessian string of up to 1023 ASCII characters. */
    public static byte[] text(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        return ascii.length < 32
                ? shortText(text)
                : concat(new byte[] {(byte) (0x30 + (ascii.length >> 8)), (byte) ascii.length}, ascii);
    }

    /** The body of a request to {@link ProbeService} with one text argument and no attachments. */
    public static byte[] requestBody(String protocolVersion, String method, String argument) {
        return concat(
                text(protocolVersion),
                text(ProbeService.class.getName()),
                text("0.0.0"),
                text(method),
                text("Ljava/lang/String;"),
                text(argument),
                new byte[] {'H', 'Z'});
    }

    /** Appends arrays. */
    public static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
