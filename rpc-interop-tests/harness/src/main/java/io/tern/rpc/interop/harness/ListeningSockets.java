// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The listening TCP sockets of a process, as the Linux kernel knows them. */
public final class ListeningSockets {
    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /** Whether this machine can tell. */
    public static boolean areVisible() {
        return Files.isReadable(Path.of("/proc/self/net/tcp"));
    }

    /** One text for each socket: "127.0.0.1:20880"; an IPv6 address stays in the kernel's hexadecimal form. */
    public static List<String> of(long pid) {
        Path process = Path.of("/proc", String.valueOf(pid));
        try {
            Set<String> inodes = inodes(process.resolve("fd"));
            List<String> result = new ArrayList<>();
            for (String table : List.of("net/tcp", "net/tcp6")) {
                for (String line : lines(process.resolve(table))) {
                    String[] columns = line.strip().split("\\s+");
                    if (columns.length > 9 && columns[3].equals(LISTEN) && inodes.contains(columns[9])) {
                        result.add(address(columns[1]));
                    }
                }
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the sockets of process " + pid, e);
        }
    }

    private static Set<String> inodes(Path descriptors) throws IOException {
        Set<String> result = new HashSet<>();
        List<Path> links;
        try (Stream<Path> paths = Files.list(descriptors)) {
            links = paths.toList();
        }
        for (Path link : links) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                if (target.startsWith("socket:[")) {
                    result.add(target.substring("socket:[".length(), target.length() - 1));
                }
            } catch (NoSuchFileException e) {
                // Closed since the listing: it is no listening socket.
                continue;
            }
        }
        return result;
    }

    private static List<String> lines(Path table) throws IOException {
        return Files.exists(table) ? Files.readAllLines(table) : List.of();
    }

    /** The kernel writes an IPv4 address as one number in the byte order of the machine. */
    private static String address(String hexadecimal) {
        String[] parts = hexadecimal.split(":");
        int port = Integer.parseInt(parts[1], 16);
        if (parts[0].length() != 8) {
            return parts[0] + ":" + port;
        }
        long number = Long.parseLong(parts[0], 16);
        return (number & 255) + "." + (number >> 8 & 255) + "." + (number >> 16 & 255) + "." + (number >> 24) + ":"
                + port;
    }
}
