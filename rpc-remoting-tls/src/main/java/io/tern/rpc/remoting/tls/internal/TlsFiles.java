// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import io.tern.rpc.config.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the files of one end held at one moment. Of what they held, only a digest is kept to compare, and the context.
 */
final class TlsFiles {
    private static final int MOST_BYTES = 1024 * 1024;
    /** Of a key store in memory, which nobody else sees. */
    private static final char[] NO_PASSWORD = new char[0];

    private final SSLContext context;
    private final byte[] digest;
    private final String names;

    private TlsFiles(SSLContext context, byte[] digest, String names) {
        this.context = context;
        this.digest = digest;
        this.names = names;
    }

    /** Reads them; the message of a failure names the file, and has nothing of what stands in it. */
    static TlsFiles read(TlsSettings settings, boolean server) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            KeyManager @Nullable [] keys = keys(settings, server, digest);
            TrustManager @Nullable [] trust = trust(settings.trusted(), digest);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            String names = Stream.of(settings.certificateChain(), settings.privateKey(), settings.trusted())
                    .flatMap(Stream::ofNullable)
                    .map(TlsFiles::name)
                    .collect(Collectors.joining(", "));
            return new TlsFiles(context, digest.digest(), names);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the Java machine cannot use these keys and certificates ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    private static KeyManager @Nullable [] keys(TlsSettings settings, boolean server, MessageDigest digest)
            throws IOException, GeneralSecurityException {
        URI chainFile = settings.certificateChain();
        URI keyFile = settings.privateKey();
        if (chainFile == null || keyFile == null) {
            return null;
        }
        List<X509Certificate> chain = PemFile.certificates(bytes(chainFile, digest), name(chainFile));
        String attribute = (server ? "server" : "client") + "-key-password";
        PrivateKey key = PemKey.read(bytes(keyFile, digest), settings.keyPassword(), name(keyFile), attribute);
        if (!PemKey.belongsTo(key, chain.get(0).getPublicKey())) {
            throw new IOException("the private key in " + name(keyFile) + " is not that of the first certificate in "
                    + name(chainFile)
                    + "; put the certificate of the key first, and those of its authorities behind it");
        }
        KeyStore store = emptyStore();
        store.setKeyEntry("key", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trust(@Nullable URI file, MessageDigest digest)
            throws IOException, GeneralSecurityException {
        if (file == null) {
            return null; // the Java machine's own
        }
        KeyStore store = emptyStore();
        int number = 0;
        for (X509Certificate authority : PemFile.certificates(bytes(file, digest), name(file))) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static byte[] bytes(URI file, MessageDigest digest) throws IOException {
        byte[] bytes;
        try (InputStream in = file.toURL().openStream()) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new IOException(
                    name(file) + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException(
                    name(file) + " is larger than " + MOST_BYTES + " bytes, so it is no PEM file of keys");
        }
        digest.update(bytes);
        digest.update((byte) 0);
        return bytes;
    }

    private static String name(URI file) {
        return "file".equals(file.getScheme()) ? Path.of(file).toString() : file.toString();
    }

    SSLContext context() {
        return context;
    }

    boolean isSameAs(TlsFiles other) {
        return Arrays.equals(digest, other.digest);
    }

    /** The names of the files. */
    @Override
    public String toString() {
        return names;
    }
}
