// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls, providers and a consumer to try rules on. */
final class Calls {
    static final ConsumerFacts CONSUMER = consumer(new ServiceKey(null, Demo.class.getName(), null), Map.of());
    static final CallTag UNTAGGED = new CallTag("", false);

    private static final List<MethodDescriptor> METHODS = MethodDescriptor.of(Demo.class);

    interface Demo {
        void find(Object key, int limit);

        void findAll();

        void list();

        void save(Object value);
    }

    record Provider(Endpoint endpoint) implements EndpointInvoker {
        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            throw new AssertionError("A rule chooses and does not call");
        }

        @Override
        public boolean isAvailable() {
            throw new AssertionError("A rule looks at nothing that changes by itself");
        }

        @Override
        public int weight() {
            throw new AssertionError("A rule looks at nothing that changes by itself");
        }

        @Override
        public int inFlight() {
            throw new AssertionError("A rule looks at nothing that changes by itself");
        }

        @Override
        public String toString() {
            return endpoint.host();
        }
    }

    private Calls() {}

    static ConsumerFacts consumer(ServiceKey service, Map<String, String> parameters) {
        return new ConsumerFacts("shop", "10.1.0.1", service, parameters);
    }

    static ConsumerFacts consumer(String... parameters) {
        return consumer(CONSUMER.service(), map(parameters));
    }

    static Provider provider(String host, String... parameters) {
        return new Provider(new Endpoint(host, 20_880, Demo.class.getName(), map(parameters)));
    }

    static List<EndpointInvoker> providers(String... hosts) {
        List<EndpointInvoker> providers = new ArrayList<>();
        for (String host : hosts) {
            providers.add(provider(host, "application", "stock"));
        }
        return List.copyOf(providers);
    }

    static Invocation call(String method, @Nullable Object... arguments) {
        return call(method, null, arguments);
    }

    static Invocation call(String method, @Nullable Map<String, Object> attachments, @Nullable Object... arguments) {
        MethodDescriptor descriptor = METHODS.stream()
                .filter(each -> each.name().equals(method))
                .findFirst()
                .orElseThrow();
        return new Invocation(
                CONSUMER.service(),
                descriptor,
                new CallOptions(CallMode.SYNC, false, 1, 0),
                arguments,
                null,
                0,
                attachments);
    }

    static List<String> hosts(List<EndpointInvoker> providers) {
        return providers.stream().map(provider -> provider.endpoint().host()).toList();
    }

    static Map<String, String> map(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
