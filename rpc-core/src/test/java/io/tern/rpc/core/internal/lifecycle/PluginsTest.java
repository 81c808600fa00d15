// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Router;
import io.tern.rpc.spi.RpcObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginsTest {
    private final ClassLoader loader = getClass().getClassLoader();

    private record Named(String name) implements Router {
        @Override
        public List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call) {
            return providers;
        }
    }

    /** Remembers what it was told. */
    private record Watching(List<RpcObserver.Event> events) implements RpcObserver {
        @Override
        public void counted(Event event) {
            events.add(event);
        }
    }

    private Plugins<Router> routers(List<Router> shipped, List<Router> given) {
        return Plugins.of("router", Router.class, Router::name, loader, shipped, given);
    }

    @Test
    void whatIsGivenHidesWhatIsShipped() {
        Router given = new Named("near");
        assertThat(routers(List.of(new Named("near"), new Named("far")), List.of(given))
                        .get("near"))
                .isSameAs(given);
    }

    @Test
    void anUnknownNameIsToldWithTheKnownOnesAndTheNearest() {
        Plugins<Router> routers = routers(List.of(new Named("near"), new Named("far")), List.of());
        assertThatThrownBy(() -> routers.get("naer"))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("There is no router named \"naer\"; known: far, near; did you mean \"near\"?");
        assertThatThrownBy(() -> routers.get("something else")).hasMessageContaining("known: far, near.");
    }

    @Test
    void twoOfOneNameAreAMistake() {
        assertThatThrownBy(() -> routers(List.of(), List.of(new Named("near"), new Named("near"))))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("Two of kind router are named \"near\"");
    }

    private List<RpcObserver> observers(RpcObserver... observers) {
        return EventCounter.observers(loader, new Extensions.Given() {
            @Override
            public <T> List<T> of(Class<T> type) {
                return type == RpcObserver.class
                        ? List.of(observers).stream().map(type::cast).toList()
                        : List.of();
            }
        });
    }

    @Test
    void observersAddUp() {
        assertThat(observers()).isEmpty();
        Watching one = new Watching(new ArrayList<>());
        Watching two = new Watching(new ArrayList<>());
        assertThat(observers(one, two)).containsExactly(one, two);
    }
}
