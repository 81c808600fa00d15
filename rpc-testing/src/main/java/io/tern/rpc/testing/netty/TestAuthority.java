// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.netty;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** A certificate authority of one test, whose files lie in a directory of the test. Needs {@code netty-pkitesting}. */
public final class TestAuthority {
    private static final Duration LIFE = Duration.ofDays(2);

    private final Path directory;
    private final X509Bundle root;
    private final Path certificate;

    /**
     * A certificate and its key, as PEM files.
     *
     * @param chain with the intermediate certificates; without the root
     * @param key PKCS#8 without a password
     */
    public record Identity(Path chain, Path key) {
        /** Takes the place of the other's files, one after the other. */
        public void replace(Identity other) {
            copy(chain, other.chain());
            copy(key, other.key());
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the place of the other's file: whoever read that believes this authority instead. */
    public void replace(TestAuthority other) {
        copy(certificate, other.certificate());
    }

    /** A new one, with a name that its files begin with. */
    public TestAuthority(Path directory, String name) {
        this.directory = directory;
        this.root = build(() -> valid(name).setIsCertificateAuthority(true).buildSelfSigned());
        this.certificate = write(name + "-ca.pem", root.getCertificatePEM());
    }

    private interface Building {
        X509Bundle bundle() throws Exception;
    }

    private static X509Bundle build(Building building) {
        try {
            return building.bundle();
        } catch (Exception e) {
            throw new IllegalStateException("no certificate", e);
        }
    }

    private static CertificateBuilder valid(String name) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name + ",O=Tern")
                .notBefore(now.minus(LIFE))
                .notAfter(now.plus(LIFE));
    }

    /** The file with its own certificate. */
    public Path certificate() {
        return certificate;
    }

    /** A certificate for 127.0.0.1 and localhost. */
    public Identity local(String name) {
        return issue(name, builder -> builder.addSanIpAddress("127.0.0.1").addSanDnsName("localhost"));
    }

    /** A certificate. */
    public Identity issue(String name, UnaryOperator<CertificateBuilder> details) {
        return save(name, build(() -> details.apply(valid(name)).buildIssuedBy(root)));
    }

    /** A certificate that nobody but its owner has signed, for 127.0.0.1. */
    public Identity selfSigned(String name) {
        return save(
                name,
                build(() -> valid(name)
                        .addSanIpAddress("127.0.0.1")
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned()));
    }

    private Identity save(String name, X509Bundle made) {
        return new Identity(
                write(name + "-chain.pem", made.getCertificatePathPEM()),
                write(name + "-key.pem", made.getPrivateKeyPEM()));
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
