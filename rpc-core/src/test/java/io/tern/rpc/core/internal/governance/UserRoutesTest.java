// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static io.tern.rpc.core.internal.governance.Calls.call;
import static io.tern.rpc.core.internal.governance.Calls.providers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.internal.balance.RandomBalancer;
import io.tern.rpc.core.internal.directory.Governance;
import io.tern.rpc.core.internal.directory.Routes;
import io.tern.rpc.core.internal.directory.StaticDirectory;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.CallTerms;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Router;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class UserRoutesTest {
    private static final List<EndpointInvoker> ALL = providers("10.0.0.1", "10.0.0.2", "10.0.0.3");

    private static Router router(UnaryOperator<List<EndpointInvoker>> route) {
        return new Router() {
            @Override
            public String name() {
                return "mine";
            }

            @Override
            public List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call) {
                return route.apply(providers);
            }
        };
    }

    private static Routes routes(Router... routers) {
        return new UserRoutes(List.of(routers)).behind(Governance.NONE).routes();
    }

    @Test
    void eachNarrowsWhatTheOneBeforeLeft() {
        Router dropsFirst = router(providers -> providers.subList(1, providers.size()));
        assertThat(routes(dropsFirst, dropsFirst).route(ALL, call("list"))).containsExactly(ALL.get(2));
    }

    @Test
    void aListThatNobodyNarrowsIsTheSameObject() {
        assertThat(routes(router(providers -> providers)).route(ALL, call("list")))
                .isSameAs(ALL);
    }

    @Test
    void whereNobodyIsLeftTheNextOneIsNotAsked() {
        Router refuses = router(providers -> List.of());
        Router fails = router(providers -> {
            throw new AssertionError("not to be asked");
        });
        assertThat(routes(refuses, fails).route(ALL, call("list"))).isEmpty();
    }

    @Test
    void aRouterThatReturnsNullIsNamed() {
        Routes routes = routes(router(providers -> null));
        assertThatThrownBy(() -> routes.route(ALL, call("list")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Router \"mine\"")
                .hasMessageContaining("returned null");
    }

    @Test
    void theRoutesAreTheSameObjectUntilTheRulesChange() {
        Governance governance = new UserRoutes(List.of(router(providers -> providers))).behind(Governance.NONE);
        assertThat(governance.routes()).isSameAs(governance.routes());
        assertThat(governance.routes().isEmpty()).isFalse();
    }

    /** The directory that a cluster sees where a reference has direct addresses. */
    private static Directory beside(Router router) {
        AtomicReference<Directory> seen = new AtomicReference<>();
        Cluster cluster = new Cluster() {
            @Override
            public String name() {
                return "seeing";
            }

            @Override
            public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
                seen.set(directory);
                return call -> ResponseFuture.completed(null);
            }
        };
        new UserRoutes(List.of(router))
                .before(cluster)
                .join(
                        new StaticDirectory(Calls.CONSUMER.service(), ALL),
                        new RandomBalancer(),
                        new MethodPlan().settings("list"));
        return seen.get();
    }

    @Test
    void atDirectAddressesACallGoesToTheProviderThatItNamesWhateverRoutersSay() {
        Directory directory = beside(router(providers -> providers.subList(0, 1)));
        Invocation call = call("list");
        assertThat(directory.candidates(call)).containsExactly(ALL.get(0));
        Invocation naming = new Invocation(
                call.service(),
                call.method(),
                new CallOptions(
                        CallMode.SYNC,
                        false,
                        1,
                        0,
                        new CallTerms(
                                false, false, false, 0, ALL.get(1).endpoint().address(), null)),
                call.arguments(),
                null,
                0,
                null);
        assertThat(directory.candidates(naming)).containsExactly(ALL.get(1));
    }
}
