// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of the form {@code -----BEGIN …-----}, with anything around them. */
final class PemFile {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");

    private PemFile() {}

    /** One of them; compared by nobody, so an array may be part of it. */
    @SuppressWarnings("ArrayRecordComponent")
    record Block(String kind, byte[] content) {}

    static List<Block> blocks(byte[] file, String name) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(file, ISO_8859_1));
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw new IOException(name + " has a " + matcher.group(1) + " that is not written in base 64");
            }
        }
        if (blocks.size()
                != BEGIN.matcher(new String(file, ISO_8859_1)).results().count()) {
            // Half a file of authorities would be as good as another one.
            throw new IOException(
                    name + " has a part that begins (-----BEGIN …-----) and is not whole, or is not base 64 alone;"
                            + " a key with the lines Proc-Type and DEK-Info is converted by 'openssl pkcs8 -topk8'");
        }
        return blocks;
    }

    /** At least one. */
    static List<X509Certificate> certificates(byte[] file, String name) throws IOException, CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks(file, name)) {
            if (!block.kind().endsWith("CERTIFICATE")) {
                continue;
            }
            try {
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
            } catch (CertificateException e) {
                throw new IOException("certificate " + (found.size() + 1) + " in " + name + " cannot be understood", e);
            }
        }
        if (found.isEmpty()) {
            throw new IOException(name + " has no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
        }
        return found;
    }
}
