// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** All services of provider.xml, served by Tern in this process. */
public final class TernProvider implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final ClassPathXmlApplicationContext context;
    private final int port;

    private TernProvider(ClassPathXmlApplicationContext context, int port) {
        this.context = context;
        this.port = port;
    }

    public static TernProvider start() throws IOException {
        return start(Map.of());
    }

    /** @param placeholders of provider.xml, over those that every provider needs */
    public static TernProvider start(Map<String, Object> placeholders) throws IOException {
        return start("provider.xml", placeholders);
    }

    /** The services of another file. */
    public static TernProvider start(String file, Map<String, Object> placeholders) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            try {
                return new TernProvider(SpringFile.load(file, settings(port, placeholders)), port);
            } catch (RuntimeException e) {
                // Another process may have taken the port since it was free.
                if (attempt == ATTEMPTS || !portTaken(e)) {
                    throw e;
                }
            }
        }
    }

    public int port() {
        return port;
    }

    private static Map<String, Object> settings(int port, Map<String, Object> placeholders) {
        Map<String, Object> all = new HashMap<>();
        all.put(SpringFile.CONTEXT_PROPERTY, TernCallContext.class.getName());
        all.put("interop.host", "127.0.0.1");
        all.put("interop.port", port);
        all.put("interop.downstream", "127.0.0.1:" + port);
        all.putAll(placeholders);
        return all;
    }

    private static boolean portTaken(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof java.net.BindException) {
                return true;
            }
        }
        return false;
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
