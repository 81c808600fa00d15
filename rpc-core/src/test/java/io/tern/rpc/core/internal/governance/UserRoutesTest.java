// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static io.tern.rpc.core.internal.governance.Calls.call;
import static io.tern.rpc.core.internal.governance.Calls.providers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.core.internal.directory.Governance;
import io.tern.rpc.core.internal.directory.Routes;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Router;
import java.util.List;
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
}
