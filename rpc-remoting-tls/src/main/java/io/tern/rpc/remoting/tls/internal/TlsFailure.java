// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why there is no encrypted connection, in words that are safe to log; no trace, since the reason is not in our code. */
final class TlsFailure extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;
    private static final String CLOSED = "the other end closed the connection during the TLS handshake";

    TlsFailure(String message) {
        super(message);
    }

    static TlsFailure closed() {
        return new TlsFailure(CLOSED);
    }

    /** What became of a handshake. Netty's own text has bytes of the peer when they are no TLS. */
    static TlsFailure of(Throwable cause, int limitMillis) {
        Throwable found = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (found instanceof TlsFailure failure) {
            return failure;
        }
        if (found instanceof NotSslRecordException) {
            return new TlsFailure("the other end does not speak TLS");
        }
        if (found instanceof SslHandshakeTimeoutException) {
            return new TlsFailure("the TLS handshake did not end within " + limitMillis + " ms");
        }
        if (found instanceof ClosedChannelException) {
            return closed();
        }
        if (!(found instanceof SSLException)) {
            return new TlsFailure("the TLS handshake failed: " + text(found));
        }
        return new TlsFailure("the TLS handshake failed: " + text(found) + detail(found));
    }

    /** What the root of the failure adds, and the cure where there is one. */
    private static String detail(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String more = root == failure || text(failure).contains(text(root)) ? "" : " (" + text(root) + ")";
        if (root instanceof CertPathBuilderException || root instanceof CertPathValidatorException) {
            return more + "; is its authority in the file of those that are believed (…-trust-cert-collection-path)?";
        }
        boolean unnamed =
                root.getClass() == CertificateException.class && text(root).startsWith("No ");
        return unnamed ? more + "; the certificate must name the host that is called" : more;
    }

    private static String text(Throwable failure) {
        @Nullable String message = failure.getMessage();
        String text = message == null ? failure.getClass().getSimpleName() : message;
        String oneLine = text.replaceAll("\\p{Cntrl}", " ");
        return oneLine.length() > LONGEST ? oneLine.substring(0, LONGEST) + "…" : oneLine;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
        return this;
    }
}
