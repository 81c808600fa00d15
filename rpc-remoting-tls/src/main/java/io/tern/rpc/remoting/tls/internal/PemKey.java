// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Private keys as Dubbo reads them: PKCS#8, with or without a password. */
final class PemKey {
    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemKey() {}

    /** The first key; {@code attribute} is where its password is written. */
    static PrivateKey read(byte[] file, @Nullable String password, String name, String attribute) throws IOException {
        for (PemFile.Block block : PemFile.blocks(file, name)) {
            switch (block.kind()) {
                case PLAIN -> {
                    return key(new PKCS8EncodedKeySpec(block.content()), name);
                }
                case ENCRYPTED -> {
                    return key(decrypt(block.content(), password, name, attribute), name);
                }
                default -> {
                    if (block.kind().endsWith(PLAIN)) {
                        throw new IOException(name + " has a " + block.kind()
                                + ", and PKCS#8 is needed (-----BEGIN PRIVATE KEY-----): convert it by 'openssl pkcs8"
                                + " -topk8'");
                    }
                }
            }
        }
        throw new IOException(name + " has no private key in PEM form (-----BEGIN PRIVATE KEY----- or -----BEGIN"
                + " ENCRYPTED PRIVATE KEY-----)");
    }

    private static PKCS8EncodedKeySpec decrypt(byte[] content, @Nullable String password, String name, String attribute)
            throws IOException {
        if (password == null) {
            throw new IOException("the private key in " + name + " is encrypted; write its password in " + attribute);
        }
        EncryptedPrivateKeyInfo info;
        try {
            info = new EncryptedPrivateKeyInfo(content);
        } catch (IOException e) {
            throw new IOException("the private key in " + name + " cannot be understood", e);
        }
        try {
            AlgorithmParameters parameters = info.getAlgParameters();
            // For the newer schemes only the text of their parameters is the name of the algorithm.
            boolean named = parameters != null && info.getAlgName().startsWith("PBES2");
            String algorithm = named ? parameters.toString() : info.getAlgName();
            SecretKey secret =
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray()));
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException e) {
            throw new IOException("the private key in " + name + " cannot be decrypted ("
                    + e.getClass().getSimpleName() + "); check its password, " + attribute);
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec spec, String name) throws IOException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // Of another kind.
            } catch (GeneralSecurityException e) {
                throw new IOException("the Java machine has no keys of the kind " + algorithm, e);
            }
        }
        throw new IOException("the private key in " + name + " cannot be understood; known are " + ALGORITHMS);
    }

    /** Whether what the one signs is what the other confirms. */
    static boolean belongsTo(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
