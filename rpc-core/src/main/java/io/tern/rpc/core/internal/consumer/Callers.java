// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.FlagWord;
import io.tern.rpc.core.internal.balance.Weight;
import io.tern.rpc.core.internal.directory.Invokers;
import io.tern.rpc.core.internal.directory.Overrides;
import io.tern.rpc.core.internal.directory.Provider;
import io.tern.rpc.core.internal.directory.ProviderInvoker;
import io.tern.rpc.core.internal.directory.SettingsMerge;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.registry.ProviderParameters;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.PeerDialect;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.ConnectionListener;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the callers of one reference, and works out what a provider's word means for the calls to it. Thread-safe.
 *
 * <p>Ten thousand providers of a service say the same as a rule, so that is worked out and encoded once.
 */
final class Callers implements Invokers {
    /** Beyond so many different words everything is forgotten: a registry may hold anything. */
    private static final int MOST_WORDS = 1_000;

    /** The most connections to one provider that a registry can ask for; what the application itself writes is its will. */
    private static final int MOST_CONNECTIONS = 16;

    /** Of an entry: whether the provider is a generic service. Of a call: its form. */
    private static final String GENERIC = "generic";
    /** Of an entry or a rule: whether connections to the provider are encrypted. */
    private static final String ENCRYPTED = "ssl-enabled";

    private final Environment environment;
    private final ReferenceSettings settings;
    private final List<MethodDescriptor> methods;
    private final SettingsMerge merge;
    private final Runnable firstUse;
    private final Elsewhere elsewhere;
    private final @Nullable ConnectionListener listener;
    private final LogLimit weightWarnings;
    private final Map<Word, Meaning> meanings = new HashMap<>(); // guarded by this

    /**
     * What callers of all references have in common.
     *
     * @param policy decides about classes that providers name
     * @param executor closes connections of providers that are gone, which takes time
     * @param callbacks for references with callback arguments
     */
    record Environment(
            Transport transport,
            SharedConnections shared,
            Ticker ticker,
            String applicationName,
            ClassPolicy policy,
            Executor executor,
            CallbackSender.Factory callbacks) {}

    /** What a provider and rules say about the calls to it. */
    private record Word(Map<String, String> provider, Map<String, String> override, Map<String, String> absent) {
        @Override
        public int hashCode() { // by hand: decision 0029
            return 31 * provider.hashCode() + override.hashCode();
        }
    }

    /** What that means. */
    private record Meaning(ReferenceSettings settings, Map<Head, CallerFacts.Terms> terms) {}

    /** {@code generic} tells whether the provider is a generic service, {@code encrypted} whether it wants encryption. */
    private record Head(
            String path,
            ServiceKey service,
            @Nullable String token,
            boolean generic,
            boolean encrypted,
            PeerDialect dialect) {
        @Override
        public int hashCode() { // by hand: decision 0029
            return 31 * path.hashCode() + service.hashCode();
        }
    }

    /**
     * Callers of the methods of a reference.
     *
     * @param firstUse runs before a call to an endpoint that nobody has connected; connects all of the reference
     * @param elsewhere takes calls that had chosen a provider which cannot take them any more
     * @param listener hears of the connections; null: nobody does
     */
    Callers(
            Environment environment,
            ReferenceSettings settings,
            List<MethodDescriptor> methods,
            SettingsMerge merge,
            Runnable firstUse,
            Elsewhere elsewhere,
            @Nullable ConnectionListener listener) {
        this.listener = listener;
        this.environment = environment;
        this.weightWarnings = new LogLimit(environment.ticker(), 20, 60_000);
        this.settings = settings;
        this.methods = methods;
        this.merge = merge;
        this.firstUse = firstUse;
        this.elsewhere = elsewhere;
    }

    Environment environment() {
        return environment;
    }

    @Nullable
    ConnectionListener listener() {
        return listener;
    }

    Runnable firstUse() {
        return firstUse;
    }

    Elsewhere elsewhere() {
        return elsewhere;
    }

    /** The caller of a direct address, about which there is no other word than the reference's. */
    synchronized EndpointCaller fixed(Endpoint endpoint) {
        Meaning meaning = meanings.computeIfAbsent(
                new Word(Map.of(), Map.of(), Map.of()), word -> new Meaning(settings, new HashMap<>()));
        return new EndpointCaller(this, facts(endpoint, terms(meaning, endpoint, settings.service(), Map.of())));
    }

    @Override
    public EndpointCaller of(Provider provider) {
        return new EndpointCaller(this, facts(provider));
    }

    /**
     * On other threads, which wait for their calls until those end at their own deadlines: that a provider is taken away is no
     * reason to fail them.
     */
    @Override
    public void retire(List<ProviderInvoker> gone) {
        List<Endings.Ending> endings = refuse(gone);
        if (endings.isEmpty()) {
            return;
        }
        try {
            environment.executor().execute(() -> Endings.end(endings, Drain.UNTIL_DEADLINES, environment));
        } catch (RejectedExecutionException closing) {
            Endings.end(endings, 0, environment);
        }
    }

    /**
     * Ends the calls to these providers: first none of them takes any more, then they are closed.
     *
     * @param last made by this, or {@link #fixed}
     * @param drainMillis how long to wait for calls in flight, in all
     */
    void close(List<? extends EndpointInvoker> last, long drainMillis) {
        Endings.end(refuse(last), drainMillis, environment);
    }

    private static List<Endings.Ending> refuse(List<? extends EndpointInvoker> last) {
        List<Endings.Ending> endings = new ArrayList<>();
        for (EndpointInvoker provider : last) {
            endings.addAll(((EndpointCaller) provider).retire());
        }
        return endings;
    }

    CallerFacts facts(Provider provider) {
        return facts(provider.endpoint(), terms(provider));
    }

    private CallerFacts facts(Endpoint endpoint, CallerFacts.Terms terms) {
        return new CallerFacts(endpoint, Weight.of(endpoint, environment.ticker(), weightWarnings), terms);
    }

    private synchronized CallerFacts.Terms terms(Provider provider) {
        return terms(
                meaning(provider),
                provider.endpoint(),
                provider.service(),
                provider.rules().override());
    }

    /** The settings of the reference if this provider speaks for all. The same object for the same words. */
    synchronized ReferenceSettings settings(Provider provider) {
        return meaning(provider).settings();
    }

    private Meaning meaning(Provider provider) {
        Overrides rules = provider.rules();
        Word word = new Word(merge.relevant(provider.published()), rules.override(), rules.absent());
        Meaning known = meanings.get(word);
        if (known != null) {
            return known;
        }
        if (meanings.size() >= MOST_WORDS) {
            meanings.clear();
        }
        Meaning meaning =
                new Meaning(merge.merged(settings, word.provider(), word.override(), word.absent()), new HashMap<>());
        meanings.put(word, meaning);
        return meaning;
    }

    private CallerFacts.Terms terms(
            Meaning meaning, Endpoint endpoint, ServiceKey service, Map<String, String> override) {
        String token = ProviderParameters.text(endpoint.parameters(), "token");
        boolean generic = "true".equalsIgnoreCase(endpoint.parameters().get(GENERIC));
        Head head = new Head(
                endpoint.path(),
                service,
                token == null ? settings.token() : token,
                generic,
                isOn(endpoint.parameters(), ENCRYPTED) || isOn(override, ENCRYPTED),
                dialect(endpoint));
        Map<Head, CallerFacts.Terms> known = meaning.terms();
        if (known.size() >= MOST_WORDS && !known.containsKey(head)) {
            known.clear();
        }
        return known.computeIfAbsent(head, key -> terms(meaning.settings(), key));
    }

    /** A registry can ask for encryption and never for its absence. */
    private static boolean isOn(Map<String, String> parameters, String key) {
        String text = ProviderParameters.text(parameters, key);
        return text != null && Boolean.TRUE.equals(FlagWord.of(text));
    }

    /** Dubbo 2.6 says its protocol's version and not its own; a direct address, which says nothing, is one of today. */
    private static PeerDialect dialect(Endpoint endpoint) {
        Map<String, String> said = endpoint.parameters();
        return said.containsKey("dubbo") && !said.containsKey("release") ? PeerDialect.ALIBABA : PeerDialect.APACHE;
    }

    private CallerFacts.Terms terms(ReferenceSettings merged, Head head) {
        ConnectionSettings connection = merged.connection();
        ConnectionSettings eager = new ConnectionSettings(
                connection.connectTimeoutMillis(),
                connection.heartbeatMillis(),
                connection.reconnectMillis(),
                connection.payloadLimitBytes(),
                false,
                connection.tls(),
                connection.encrypted() || head.encrypted());
        int most = Math.max(MOST_CONNECTIONS, settings.connections());
        int own = Math.min(Math.max(0, merged.connections()), most);
        boolean isGeneric = settings.style().isGeneric();
        GenericForm wanted = head.generic() && !isGeneric
                ? new GenericForm(merged, methods, environment.policy(), environment.ticker())
                : null;
        CallbackSender callbacks =
                isGeneric || wanted != null ? null : environment.callbacks().of(merged, methods, head.service());
        Way way = new Way(eager, own, settings.style().sharedConnections(), callbacks);
        Map<String, CallerFacts.Terms> named = new HashMap<>();
        if (isGeneric) {
            merged.methods().forEach((name, method) -> named.put(name, terms(merged, head, null, method, way, null)));
        }
        return terms(merged, head, wanted, null, way, named.isEmpty() ? null : Map.copyOf(named));
    }

    /** How calls reach a provider, whatever they are. */
    private record Way(
            ConnectionSettings connection,
            int own,
            int shared,
            @Nullable CallbackSender callbacks) {}

    /** {@code called} has the settings of a method that generic calls name; null: each method has its own. */
    private CallerFacts.Terms terms(
            ReferenceSettings merged,
            Head head,
            @Nullable GenericForm wanted,
            @Nullable MethodSettings called,
            Way way,
            @Nullable Map<String, CallerFacts.Terms> named) {
        PreparedCall[] prepared = new PreparedCall[methods.size()];
        long[] timeoutNanos = new long[methods.size()];
        for (MethodDescriptor method : methods) {
            MethodSettings said = called == null ? ReferenceMethods.settings(merged, method) : called;
            timeoutNanos[method.index()] = TimeUnit.MILLISECONDS.toNanos(said.timeoutMillis());
            CallHead callHead = head(head, said.timeoutMillis(), merged, generic(method, wanted));
            prepared[method.index()] = environment.transport().prepare(wire(method, wanted, said), callHead);
        }
        return new CallerFacts.Terms(
                prepared, timeoutNanos, way.connection(), way.own(), way.shared(), way.callbacks(), named, wanted);
    }

    /** The form of the method's calls, for the provider; null if they are ordinary ones. */
    private @Nullable String generic(MethodDescriptor method, @Nullable GenericForm wanted) {
        if (ReferenceMethods.isEcho(method)) {
            return null;
        } else if (settings.style().isGeneric()) {
            return settings.style().generic();
        }
        return wanted == null ? null : "true";
    }

    private MethodDescriptor wire(MethodDescriptor method, @Nullable GenericForm wanted, MethodSettings said) {
        if (ReferenceMethods.isEcho(method)) {
            return method;
        } else if (settings.style().isGeneric()) {
            return GenericForm.invoke(methods)
                    .named(method.index(), settings.service().interfaceName(), said.name());
        }
        return wanted == null ? method : wanted.wire(method);
    }

    private CallHead head(Head head, int timeoutMillis, ReferenceSettings merged, @Nullable String generic) {
        Map<String, String> attachments = new HashMap<>();
        if (head.token() != null) {
            attachments.put("token", head.token());
        }
        if (generic != null) {
            attachments.put(GENERIC, generic);
        }
        attachments.put("timeout", Integer.toString(timeoutMillis));
        attachments.put("remote.application", environment.applicationName());
        return new CallHead(
                head.path(),
                head.service().interfaceName(),
                head.service().version(),
                head.service().group(),
                attachments,
                merged.connection().payloadLimitBytes(),
                false,
                head.dialect());
    }
}
