// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.internal.directory.Entry.Reason;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.core.internal.registry.ProviderParameters;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the provider entries of a registry for one reference, and says once about each that it cannot use why.
 *
 * <p>An entry that is meant for others (another group or version) is no mistake and makes no line.
 */
final class EntryReader {
    private static final Logger log = LoggerFactory.getLogger(EntryReader.class);
    private static final String PROTOCOL = "dubbo";
    private static final String SERIALIZATION = "hessian2";
    private static final String ANY = "*";

    private final ServiceKey wanted;
    private final String registry;
    private final RpcObserver observer;
    private final LogLimit lines;

    /**
     * A reader for one reference.
     *
     * @param wanted group and version may be wildcards
     * @param registry for log lines
     */
    EntryReader(ServiceKey wanted, String registry, RpcObserver observer, Ticker ticker) {
        this.wanted = wanted;
        this.registry = registry;
        this.observer = observer;
        this.lines = new LogLimit(ticker, 20, 60_000);
    }

    /** Says what a text is. Parses it: whoever has seen the same text before should remember the answer. */
    Entry read(String text) {
        try {
            return examine(text);
        } catch (Throwable broken) {
            // Whatever is wrong with it: the others of its list are to be read.
            return skip(Reason.UNREADABLE, "a text", broken.getClass().getName());
        }
    }

    private Entry examine(String text) {
        DubboUrl url;
        try {
            url = DubboUrl.parse(text);
        } catch (IllegalArgumentException e) {
            return skip(Reason.UNREADABLE, "a text", String.valueOf(e.getMessage()));
        }
        ServiceKey offered = new ServiceKey(said(url, "group"), wanted.interfaceName(), said(url, "version"));
        Reason others = meantForOthers(url, offered);
        if (others != null) {
            return Entry.none(others);
        }
        String path = url.path().isEmpty() ? wanted.interfaceName() : url.path();
        if (!PROTOCOL.equals(url.protocol())) {
            return skip(Reason.PROTOCOL, url.toString(), "Tern calls providers of the protocol dubbo only");
        }
        if (url.port() == 0 || url.host().isEmpty() || isWildcard(url.host())) {
            return skip(Reason.NOT_CALLABLE, url.toString(), "it names no host and port that can be called");
        }
        if (!takesHessian(url)) {
            return skip(
                    Reason.SERIALIZATION,
                    url.toString(),
                    "it takes the serialization " + said(url, "serialization")
                            + " and not hessian2; let it prefer.serialization=hessian2");
        }
        if ("false".equals(url.parameter("enabled")) || "true".equals(url.parameter("disabled"))) {
            return Entry.none(Reason.DISABLED);
        }
        return Entry.provider(url, new ProviderKey(url.host(), url.port(), path, offered));
    }

    /** Says that a provider cannot be called since making what calls it failed. */
    void unusable(DubboUrl provider, Throwable broken) {
        skip(
                Reason.NOT_CALLABLE,
                provider.toString(),
                "what calls it cannot be made: " + broken.getClass().getName());
    }

    /** Says that something about all providers of the registry failed. */
    void failed(String what, Throwable cause) {
        long held = lines.pass();
        if (held != LogLimit.SUPPRESSED) {
            log.warn("{} in {} {} ({} more such lines held back)", wanted, registry, what, held, cause);
        }
    }

    private @Nullable Reason meantForOthers(DubboUrl url, ServiceKey offered) {
        if (!wanted.interfaceName().equals(url.interfaceName()) || Category.of(url) != Category.PROVIDERS) {
            return Reason.INTERFACE;
        }
        if (!matches(wanted.group(), offered.group(), true)) {
            return Reason.GROUP;
        }
        return matches(wanted.version(), offered.version(), false) ? null : Reason.VERSION;
    }

    private static boolean matches(@Nullable String wanted, @Nullable String offered, boolean list) {
        if (wanted == null) {
            return offered == null;
        }
        if (ANY.equals(wanted) || wanted.equals(offered)) {
            return true;
        }
        return list && offered != null && contains(wanted, offered);
    }

    private static boolean contains(String list, String element) {
        for (String part : list.split(",", -1)) {
            if (part.trim().equals(element)) {
                return true;
            }
        }
        return false;
    }

    /** There is no handshake: who takes hessian2 must say so, or say nothing (it is the default of all versions). */
    private static boolean takesHessian(DubboUrl url) {
        String main = said(url, "serialization");
        if (main == null || main.equals(SERIALIZATION)) {
            return true;
        }
        String preferred = said(url, "prefer.serialization");
        return preferred != null && contains(preferred, SERIALIZATION);
    }

    private static @Nullable String said(DubboUrl url, String key) {
        return ProviderParameters.text(url.parameters(), key);
    }

    /** A provider that published where it listens instead of where it is; calls would go to this machine. */
    private static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
    }

    private Entry skip(Reason reason, String entry, String why) {
        observer.counted(RpcObserver.Event.REGISTRY_ENTRY_SKIPPED);
        long held = lines.pass();
        if (held != LogLimit.SUPPRESSED) {
            log.warn(
                    "Skipping an entry of {} in {}: {} {} ({} more such lines held back)",
                    wanted,
                    registry,
                    SafeText.of(entry),
                    SafeText.of(why),
                    held);
        }
        return Entry.none(reason);
    }
}
