// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.FlagWord;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys and trust from the element {@code ssl}, and who uses them (docs/decisions/0021). Files are looked for where something
 * uses them, and read by whoever encrypts.
 */
final class TlsResolver {
    /** Attribute of a protocol; parameter of references, of consumers, of the application, and of a provider's entry. */
    static final String ENABLED = "ssl-enabled";

    private static final String HOST_CHECK = "tern.tls.host-check";
    private static final String CHAIN = "-key-cert-chain-path";
    private static final String KEY = "-private-key-path";
    private static final String PASSWORD = "-key-password";
    private static final String TRUST = "-trust-cert-collection-path";
    private static final String SERVER = "server";
    private static final String CLIENT = "client";
    private static final String CLASS_PATH = "classpath:";
    private static final String FILE_URL = "file:";

    private final ConfigModel model;
    private final Problems problems;
    private final ClassLoader loader;

    TlsResolver(ConfigModel model, Problems problems, ClassLoader loader) {
        this.model = model;
        this.problems = problems;
        this.loader = loader;
    }

    /** Finds what is wrong with the elements whoever uses them. */
    void check() {
        for (CheckedElement ssl : model.all(ElementKind.SSL)) {
            requirePair(ssl, SERVER);
            requirePair(ssl, CLIENT);
        }
    }

    private void requirePair(CheckedElement ssl, String side) {
        requirePartner(ssl, side + CHAIN, side + KEY);
        requirePartner(ssl, side + KEY, side + CHAIN);
    }

    private void requirePartner(CheckedElement ssl, String name, String partner) {
        String text = ssl.textOrNull(name);
        if (text != null && ssl.textOrNull(partner) == null && !ssl.isMistaken(partner)) {
            problems.add(ConfigErrors.contradiction(
                    ssl.origin(name),
                    text,
                    "the absence of " + partner
                            + ": a certificate and its private key come together; write both or none"));
        }
    }

    /** What encrypts the connections to a port; null, with what is missing noted, if nothing does. */
    @Nullable
    TlsSettings ofPort(CheckedElement protocol) {
        CheckedElement ssl = element();
        boolean written = protocol.value(ENABLED).isSet();
        boolean certified =
                ssl != null && ssl.textOrNull(SERVER + CHAIN) != null && ssl.textOrNull(SERVER + KEY) != null;
        if (written ? !protocol.flag(ENABLED, false) : !certified) {
            return null;
        }
        if (ssl == null || !certified) {
            boolean told = ssl != null && (isWritten(ssl, SERVER + CHAIN) || isWritten(ssl, SERVER + KEY));
            if (!told) {
                problems.add(ConfigErrors.contradiction(
                        protocol.origin(ENABLED),
                        "true",
                        "the absence of a certificate: write server-key-cert-chain-path and server-private-key-path of"
                                + " <dubbo:ssl>"));
            }
            return null;
        }
        if (!written) {
            problems.add(ConfigErrors.suspicious(
                    ssl.origin(SERVER + CHAIN),
                    requireNonNull(ssl.textOrNull(SERVER + CHAIN)),
                    "protocol " + protocol.id()
                            + " does not say ssl-enabled, and serves encrypted connections only, as Dubbo"
                            + " 3.3 does and 2.7 does not; write ssl-enabled=\"true\", or \"false\" for plain text"));
        }
        requireOneElement();
        return settings(ssl, SERVER, true);
    }

    private static boolean isWritten(CheckedElement ssl, String name) {
        return ssl.textOrNull(name) != null || ssl.isMistaken(name);
    }

    /** What encrypts the connections of consumers where they are encrypted. */
    TlsSettings ofConsumers() {
        CheckedElement ssl = element();
        boolean checksHost = checksHost();
        if (ssl == null) {
            return checksHost ? TlsSettings.DEFAULT : new TlsSettings(null, null, null, null, false);
        }
        TlsSettings settings = settings(ssl, CLIENT, checksHost);
        if (settings.hasCertificate() || settings.trusted() != null) {
            requireOneElement();
        }
        return settings;
    }

    /**
     * Whether all connections of a reference are encrypted, whatever its providers say: it says so itself, or its application
     * has a certificate to show.
     */
    boolean isRequired(
            CheckedElement reference,
            @Nullable CheckedElement consumer,
            Map<String, String> application,
            TlsSettings ofConsumers) {
        String text = reference.parameters().get(ENABLED);
        Origin origin = reference.originOfParameter(ENABLED);
        if (isBlank(text) && consumer != null) {
            text = consumer.parameters().get(ENABLED);
            origin = consumer.originOfParameter(ENABLED);
        }
        if (isBlank(text)) {
            text = application.get(ENABLED);
            origin = new Origin("dubbo:application", null, ENABLED, null);
        }
        return flag(text, origin, ofConsumers.hasCertificate());
    }

    /** What the text says; a mistake is noted, and taken for the safe answer, which is true everywhere here. */
    private boolean flag(@Nullable String text, Origin origin, boolean standard) {
        if (text == null || isBlank(text)) {
            return standard;
        }
        Boolean said = FlagWord.of(text);
        if (said == null) {
            problems.add(ConfigErrors.malformed(ConfigCode.CFG_04, origin, text, "true or false"));
        }
        return said == null || said;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private boolean checksHost() {
        String text = model.property(HOST_CHECK);
        Origin origin = new Origin("system property", null, HOST_CHECK, null);
        CheckedElement application = model.application();
        if (isBlank(text) && application != null) {
            text = application.parameters().get(HOST_CHECK);
            origin = application.originOfParameter(HOST_CHECK);
        }
        boolean checks = flag(text, origin, true);
        if (!checks) {
            problems.add(ConfigErrors.suspicious(
                    origin,
                    requireNonNull(text),
                    "whoever has a certificate of an authority that is believed can answer for any provider; name the"
                            + " providers' hosts in their certificates and remove this"));
        }
        return checks;
    }

    private @Nullable CheckedElement element() {
        List<CheckedElement> all = model.all(ElementKind.SSL);
        return all.isEmpty() ? null : all.get(0);
    }

    /** Of several it is a guess which ones are meant. */
    private void requireOneElement() {
        List<CheckedElement> all = model.all(ElementKind.SSL);
        if (all.size() > 1) {
            CheckedElement second = all.get(1);
            problems.add(ConfigErrors.contradiction(
                    second.origin("id"),
                    second.id(),
                    "element " + all.get(0).id() + ": an application has one element ssl; keep one of them"));
        }
    }

    private TlsSettings settings(CheckedElement ssl, String side, boolean checksHost) {
        URI chain = location(ssl, side + CHAIN);
        URI key = location(ssl, side + KEY);
        boolean both = chain != null && key != null;
        return new TlsSettings(
                both ? chain : null,
                both ? key : null,
                both ? ssl.textOrNull(side + PASSWORD) : null,
                location(ssl, side + TRUST),
                checksHost);
    }

    /** Where a file is; null, with the mistake noted, if it cannot be read. */
    private @Nullable URI location(CheckedElement ssl, String name) {
        String text = ssl.textOrNull(name);
        if (text == null) {
            return null;
        }
        try {
            URI found = location(text);
            if (found != null && isReadable(found)) {
                return found;
            }
        } catch (URISyntaxException | IllegalArgumentException | MalformedURLException e) {
            // Not the name of a file.
        }
        problems.add(ConfigErrors.wrongType(
                ConfigCode.CFG_08,
                ssl.origin(name),
                text,
                "is no file that this process can read; write the path of a PEM file, or one that begins with classpath:"
                        + " or file:"));
        return null;
    }

    private @Nullable URI location(String text) throws URISyntaxException {
        String path = text.strip();
        if (path.startsWith(CLASS_PATH)) {
            String name = path.substring(CLASS_PATH.length());
            URL found = loader.getResource(name.startsWith("/") ? name.substring(1) : name);
            return found == null ? null : found.toURI();
        }
        return path.startsWith(FILE_URL)
                ? new URI(path)
                : Path.of(path).toAbsolutePath().toUri();
    }

    private static boolean isReadable(URI location) throws MalformedURLException {
        if ("file".equals(location.getScheme())) {
            try {
                Path path = Path.of(location);
                return Files.isRegularFile(path) && Files.isReadable(path);
            } catch (InvalidPathException e) {
                return false;
            }
        }
        try (InputStream in = location.toURL().openStream()) {
            return in.read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
