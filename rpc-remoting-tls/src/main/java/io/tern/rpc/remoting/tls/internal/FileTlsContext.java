// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import io.netty.channel.ChannelPipeline;
import io.tern.rpc.Endpoint;
import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.remoting.netty.spi.TlsContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys and trust from files, one end of connections. */
public final class FileTlsContext implements TlsContext {
    private static final Logger log = LoggerFactory.getLogger(FileTlsContext.class);
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final TlsSettings settings;
    private final boolean server;
    private volatile SSLContext context;
    private TlsFiles files; // of refresh alone
    private @Nullable String reported; // of refresh alone

    /** Reads the files; throws with which of them is wrong, and how. */
    public FileTlsContext(TlsSettings settings, boolean server) throws IOException {
        this.settings = settings;
        this.server = server;
        this.files = TlsFiles.read(settings, server);
        this.context = files.context();
    }

    /** What connections that are made now go by. */
    SSLContext current() {
        return context;
    }

    @Override
    public void secure(ChannelPipeline pipeline, @Nullable Endpoint called, int handshakeMillis) {
        SSLEngine engine = engine(context, called);
        CheckedSslHandler tls = new CheckedSslHandler(engine, handshakeMillis);
        pipeline.addLast(tls, new HandshakeGate(tls, called != null, handshakeMillis));
    }

    private SSLEngine engine(SSLContext from, @Nullable Endpoint called) {
        SSLEngine engine = called == null ? from.createSSLEngine() : from.createSSLEngine(called.host(), called.port());
        engine.setUseClientMode(!server);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(known(engine.getSupportedProtocols(), PROTOCOLS::contains));
        parameters.setCipherSuites(known(engine.getSupportedCipherSuites(), FileTlsContext::isStrong));
        if (server) {
            parameters.setUseCipherSuitesOrder(true);
            parameters.setNeedClientAuth(settings.trusted() != null);
        } else {
            parameters.setEndpointIdentificationAlgorithm(settings.checksHost() ? "HTTPS" : "");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static String[] known(String[] supported, Predicate<String> wanted) {
        return Arrays.stream(supported).filter(wanted).toArray(String[]::new);
    }

    /** Those of TLS 1.3, and of 1.2 those that keep yesterday's calls secret when a key is lost, and cannot be forged. */
    private static boolean isStrong(String suite) {
        boolean sealed = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
        return sealed
                && (suite.startsWith("TLS_AES_")
                        || suite.startsWith("TLS_CHACHA20_")
                        || suite.startsWith("TLS_ECDHE_"));
    }

    @Override
    public void refresh() {
        try {
            TlsFiles now = TlsFiles.read(settings, server);
            reported = null;
            if (!now.isSameAs(files)) {
                context = now.context();
                files = now;
                log.info("Read changed keys or certificates: {}; new connections go by them", now);
            }
        } catch (IOException | RuntimeException e) {
            // As a rule one of the files was replaced already, and another will be in a moment.
            String message = String.valueOf(e.getMessage());
            if (!message.equals(reported)) {
                reported = message;
                log.warn("Changed keys or certificates cannot be used: {}; those read before stay", message);
            }
        }
    }
}
