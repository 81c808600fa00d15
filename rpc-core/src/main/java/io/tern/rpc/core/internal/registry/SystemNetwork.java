// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network as the operating system tells it. */
public final class SystemNetwork implements Network {
    private static final Logger log = LoggerFactory.getLogger(SystemNetwork.class);
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final long LOOKUP_MILLIS = 1_000;
    /** Where the port does not matter: nothing is sent. */
    private static final int ANY_PORT = 9;

    private final Executor lookups;

    /** {@code lookups} asks for names, which can hang for long: it must have threads enough for others besides. */
    public SystemNetwork(Executor lookups) {
        this.lookups = lookups;
    }

    @Override
    public List<Card> cards() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(SystemNetwork::isUp)
                    .map(card -> new Card(
                            card.getName(),
                            card.getDisplayName() == null ? card.getName() : card.getDisplayName(),
                            card.inetAddresses().toList()))
                    .toList();
        } catch (SocketException e) {
            log.warn("The network interfaces of this machine cannot be read: {}", e.getMessage());
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface card) {
        try {
            return card.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    @Override
    public @Nullable InetAddress routeTo(String server) {
        int colon = server.endsWith("]") ? -1 : server.lastIndexOf(':');
        String host = colon < 0 ? server : server.substring(0, colon);
        InetAddress address = address(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        if (address == null) {
            return null;
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            // Connecting a datagram socket only asks the routing table.
            socket.connect(new InetSocketAddress(address, ANY_PORT));
            return socket.getLocalAddress();
        } catch (IOException | UncheckedIOException e) {
            log.debug("There is no route to {}: {}", server, e.getMessage());
            return null;
        }
    }

    private @Nullable InetAddress address(String host) {
        try {
            if (LITERAL.matcher(host).matches()) {
                return InetAddress.getByName(host);
            }
            return CompletableFuture.supplyAsync(() -> lookUp(host), lookups).get(LOOKUP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UnknownHostException | ExecutionException | TimeoutException | RejectedExecutionException e) {
            log.debug("The address of {} is not known: {}", host, e.toString());
        }
        return null;
    }

    private static InetAddress lookUp(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }
}
