// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keys and trust of one end of encrypted connections. Two with equal values are the same, and share what is read from their
 * files; their text has no secret.
 *
 * @param certificateChain PEM file with the own certificate and those that lead to its authority; null: none is shown
 * @param privateKey PEM file (PKCS#8) with its key; null exactly if there is no certificate
 * @param keyPassword of the key; null if it has none
 * @param trusted PEM file with the authorities whose certificates are believed; null: of a client, those of the Java
 *     machine; of a server, clients need no certificate, which with a file they do
 * @param checksHost of a client: whether the server's certificate must be for the host that is called
 */
public record TlsSettings(
        @Nullable URI certificateChain,
        @Nullable URI privateKey,
        @Nullable String keyPassword,
        @Nullable URI trusted,
        boolean checksHost) {
    /** A client without a certificate, which believes whom the Java machine believes. */
    public static final TlsSettings DEFAULT = new TlsSettings(null, null, null, null, true);

    /**
     * Checks that there is a key if there is a certificate.
     *
     * @throws IllegalArgumentException if one of the two is missing
     */
    public TlsSettings {
        if ((certificateChain == null) != (privateKey == null)) {
            throw new IllegalArgumentException("A certificate and its private key come together");
        }
    }

    /** Whether an own certificate is shown to the other end. */
    public boolean hasCertificate() {
        return certificateChain != null;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "TlsSettings[certificateChain=" + certificateChain + ", privateKey=" + privateKey + ", keyPassword="
                + (keyPassword == null ? "none" : "***") + ", trusted=" + Objects.toString(trusted) + ", checksHost="
                + checksHost + "]";
    }
}
