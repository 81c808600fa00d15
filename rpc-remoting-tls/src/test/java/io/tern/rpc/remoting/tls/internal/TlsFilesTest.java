// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.testing.netty.TestAuthority;
import io.tern.rpc.testing.netty.TestAuthority.Identity;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that can be used, and what is said about those that cannot. */
class TlsFilesTest {
    private static final String PASSWORD = "SECRET-WORD";

    @TempDir
    Path directory;

    private TestAuthority authority;

    @BeforeEach
    void makeAuthority() {
        authority = new TestAuthority(directory, "root");
    }

    private static TlsSettings settings(Path chain, Path key, @Nullable String password) {
        return new TlsSettings(chain.toUri(), key.toUri(), password, null, true);
    }

    private static TlsFiles read(Path chain, Path key, @Nullable String password) throws IOException {
        return TlsFiles.read(settings(chain, key, password), true);
    }

    private void assertRefused(Path chain, Path key, @Nullable String password, String... parts) throws IOException {
        String secret = Files.exists(key) ? Files.readString(key) : "";
        assertThatThrownBy(() -> read(chain, key, password))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining(PASSWORD)
                .satisfies(thrown -> secret.lines()
                        .filter(line -> line.length() > 20 && !line.startsWith("-----"))
                        .forEach(line -> assertThat(thrown.toString()).doesNotContain(line)));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Path encrypted(Identity identity, ASN1ObjectIdentifier algorithm) throws Exception {
        byte[] plain =
                PemFile.blocks(Files.readAllBytes(identity.key()), "key").get(0).content();
        PemObject made = new PKCS8Generator(
                        PrivateKeyInfo.getInstance(plain),
                        new JceOpenSSLPKCS8EncryptorBuilder(algorithm)
                                .setProvider(new BouncyCastleProvider())
                                .setPassword(PASSWORD.toCharArray())
                                .build())
                .generate();
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(made);
        }
        return write("encrypted.pem", text.toString());
    }

    /** What openssl writes today, and what it wrote long ago. */
    static List<ASN1ObjectIdentifier> encryptions() {
        return List.of(PKCS8Generator.AES_256_CBC, PKCS8Generator.PBE_SHA1_3DES);
    }

    @ParameterizedTest
    @EnumSource(
            value = CertificateBuilder.Algorithm.class,
            names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
    void keysOfTheUsualKindsAreRead(CertificateBuilder.Algorithm algorithm) throws IOException {
        Identity identity = authority.issue("server", builder -> builder.algorithm(algorithm));
        assertThat(read(identity.chain(), identity.key(), null).context()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("encryptions")
    void keysWithAPasswordAreRead(ASN1ObjectIdentifier algorithm) throws Exception {
        Identity identity = authority.local("server");
        Path key = encrypted(identity, algorithm);
        assertThat(read(identity.chain(), key, PASSWORD).context()).isNotNull();
        assertRefused(identity.chain(), key, null, key.toString(), "encrypted", "server-key-password");
        assertRefused(identity.chain(), key, "wrong " + PASSWORD, key.toString(), "decrypted", "server-key-password");
    }

    @Test
    void textAroundAndSeveralCertificatesInOneFileAreNoMistake() throws IOException {
        Identity identity = authority.local("server");
        String both =
                "subject=CN = server\r\n" + Files.readString(identity.chain()).replace("\n", "\r\n") + "\n# root\n"
                        + Files.readString(authority.certificate()) + Files.readString(identity.key());
        Path all = write("all.pem", both);
        assertThat(read(all, all, null).context()).isNotNull();
    }

    @Test
    void whatIsWrongWithAFileIsSaidWithoutItsContent() throws IOException {
        Identity identity = authority.local("server");
        Identity other = authority.local("other");
        Path chain = identity.chain();
        Path key = identity.key();
        assertRefused(directory.resolve("none.pem"), key, null, "none.pem cannot be read");
        assertRefused(chain, directory.resolve("none.pem"), null, "none.pem cannot be read");
        assertRefused(key, key, null, key.toString(), "no certificate in PEM form");
        assertRefused(chain, chain, null, chain.toString(), "no private key in PEM form");
        assertRefused(chain, other.key(), null, "is not that of the first certificate in " + chain);
        Path cut = write("cut.pem", Files.readString(chain).replaceAll("(?m)^M.*$", "MIIB"));
        assertRefused(cut, key, null, "certificate 1 in " + cut + " cannot be understood");
        String wrapped = "-----BEGIN %1$s-----\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END %1$s-----\n";
        Path junk = write("junk.pem", wrapped.formatted("PRIVATE KEY"));
        assertRefused(chain, junk, null, "in " + junk + " cannot be understood", "RSA");
        Path sealed = write("sealed.pem", wrapped.formatted("ENCRYPTED PRIVATE KEY"));
        assertRefused(chain, sealed, "word", "in " + sealed + " cannot be understood");
        Path locked = write(
                "locked.pem",
                wrapped.formatted("RSA PRIVATE KEY")
                        .replace(
                                "KEY-----\nAAAA",
                                "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA"));
        assertRefused(chain, locked, "word", locked + " has a part that begins", "openssl pkcs8 -topk8");
        String twice = Files.readString(chain) + Files.readString(chain);
        Path half = write("half.pem", twice.substring(0, twice.length() - 60));
        assertRefused(half, key, null, half + " has a part that begins", "not whole");
        Path old = write("old.pem", wrapped.formatted("RSA PRIVATE KEY"));
        assertRefused(chain, old, null, old + " has a RSA PRIVATE KEY", "openssl pkcs8");
        Path broken = write("broken.pem", wrapped.formatted("PRIVATE KEY").replace("AAAA\n", "AAA=A\n"));
        assertRefused(chain, broken, null, broken.toString());
        Path large = Files.write(directory.resolve("large.pem"), new byte[2 * 1024 * 1024]);
        assertRefused(large, key, null, large + " is larger than");
    }

    @Test
    void changedFilesCountForLaterConnectionsAndUnusableOnesDoNot() throws Exception {
        Identity identity = authority.local("server");
        FileTlsContext context = new FileTlsContext(settings(identity.chain(), identity.key(), null), true);
        Object first = context.current();
        context.refresh();
        assertThat(context.current()).isSameAs(first);

        Identity next = authority.local("next");
        Files.copy(next.chain(), identity.chain(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        context.refresh();
        assertThat(context.current()).as("the key is still the old one").isSameAs(first);
        Files.delete(identity.key());
        context.refresh();
        assertThat(context.current()).isSameAs(first);
        Files.copy(next.key(), identity.key());
        context.refresh();
        assertThat(context.current()).isNotSameAs(first);
    }
}
