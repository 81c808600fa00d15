// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/** A connected socket without a kernel: remembers what was written. */
final class StressSocket extends SocketChannel {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final StringBuilder written = new StringBuilder();
    private int firstTakes;

    /** What Netty asks when it makes a channel. */
    private static final class Settings extends Socket {
        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public int getSendBufferSize() {
            return 64 * 1024;
        }
    }

    /** {@code firstTakes}: how many bytes the first write takes at most. */
    StressSocket(int firstTakes) {
        super(SelectorProvider.provider());
        this.firstTakes = firstTakes;
    }

    /** All bytes, one character each. */
    String written() {
        synchronized (written) {
            return written.toString();
        }
    }

    @Override
    public int write(ByteBuffer bytes) {
        synchronized (written) {
            int taken = Math.min(firstTakes, bytes.remaining());
            firstTakes = Integer.MAX_VALUE;
            for (int i = 0; i < taken; i++) {
                written.append((char) bytes.get());
            }
            return taken;
        }
    }

    @Override
    public long write(ByteBuffer[] several, int offset, int length) {
        long taken = 0;
        for (int i = offset; i < offset + length; i++) {
            taken += write(several[i]);
        }
        return taken;
    }

    @Override
    public Socket socket() {
        return new Settings();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return ADDRESS;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return ADDRESS;
    }

    @Override
    public int read(ByteBuffer target) {
        return 0;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        return 0;
    }

    @Override
    public SocketChannel bind(SocketAddress address) {
        return this;
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> option, T value) {
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> option) {
        throw new UnsupportedOperationException(option.name());
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public SocketChannel shutdownInput() {
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() {
        return this;
    }

    @Override
    public boolean connect(SocketAddress remote) {
        return true;
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}
}
