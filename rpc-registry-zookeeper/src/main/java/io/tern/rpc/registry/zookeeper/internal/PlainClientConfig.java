// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import java.util.List;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;

/**
 * ZooKeeper's client settings without those of TLS, whose class of ZooKeeper 3.9 cannot be loaded without netty-handler.
 *
 * <p>The longest reply is raised too: the list of 10 000 providers has several megabytes, and the client would drop the
 * connection at one, again and again.
 */
final class PlainClientConfig extends ZKClientConfig {
    private static final int LONGEST_REPLY_BYTES = 64 * 1024 * 1024;

    /** What ZooKeeper 3.9 reads from system properties besides TLS. */
    private static final List<String> KEYS = List.of(
            ZKConfig.JUTE_MAXBUFFER,
            ZKConfig.KINIT_COMMAND,
            ZKConfig.JGSS_NATIVE,
            ZK_SASL_CLIENT_USERNAME,
            ZK_SASL_CLIENT_CANONICALIZE_HOSTNAME,
            LOGIN_CONTEXT_NAME_KEY,
            ENABLE_CLIENT_SASL_KEY,
            ZOOKEEPER_SERVER_REALM,
            DISABLE_AUTO_WATCH_RESET,
            ZOOKEEPER_CLIENT_CNXN_SOCKET);

    PlainClientConfig() {
        if (getProperty(ZKConfig.JUTE_MAXBUFFER) == null) {
            setProperty(ZKConfig.JUTE_MAXBUFFER, String.valueOf(LONGEST_REPLY_BYTES));
        }
    }

    /** Called by the constructor of the base class. */
    @Override
    protected void handleBackwardCompatibility() {
        if (Boolean.getBoolean(SECURE_CLIENT)) {
            super.handleBackwardCompatibility();
            return;
        }
        for (String key : KEYS) {
            setProperty(key, System.getProperty(key));
        }
    }
}
