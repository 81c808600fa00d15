// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** A word that others must know. Only its digest is kept; no text of this object shows it. Immutable. */
public final class SecretToken {
    private final byte[] digest;

    private SecretToken(byte[] digest) {
        this.digest = digest;
    }

    /** For this word. */
    public static SecretToken of(String word) {
        return new SecretToken(digest(word));
    }

    /** Whether somebody knows it. Both digests have one length, and the comparison takes one time, whatever was sent. */
    public boolean is(@Nullable String sent) {
        return MessageDigest.isEqual(digest, digest(sent == null ? "" : sent)) && sent != null;
    }

    private static byte[] digest(String word) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, this one has not", e);
        }
    }
}
