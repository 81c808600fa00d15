// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.internal.directory.Governance;
import io.tern.rpc.core.internal.directory.Routes;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Router;
import java.util.List;

/**
 * The routers that a reference names, applied after the rules of operators. Only references that name one are linked with
 * this.
 */
public record UserRoutes(List<Router> routers) {
    public UserRoutes {
        routers = List.copyOf(routers);
    }

    private List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call) {
        List<EndpointInvoker> left = providers;
        for (Router router : routers) {
            if (left.isEmpty()) {
                return left;
            }
            List<EndpointInvoker> routed = router.route(left, call);
            if (routed == null) {
                throw new IllegalStateException("Router \"" + router.name() + "\" ("
                        + router.getClass().getName() + ") returned null for " + call.method()
                        + ". Return the providers to which the call may go, or an empty list");
            }
            left = routed;
        }
        return left == providers ? providers : List.copyOf(left);
    }

    /** The rules for providers in a registry, with the routers behind them. */
    public Governance behind(Governance rules) {
        return new Behind(rules, this);
    }

    /** The cluster for direct addresses, for which there are no other rules. */
    public Cluster before(Cluster cluster) {
        return new Cluster() {
            @Override
            public String name() {
                return cluster.name();
            }

            @Override
            public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
                return cluster.join(new Routed(directory, UserRoutes.this), balancer, settings);
            }
        };
    }

    /** A directory whose candidates the routers have narrowed. */
    private record Routed(Directory all, UserRoutes routes) implements Directory {
        @Override
        public ServiceKey service() {
            return all.service();
        }

        @Override
        public List<EndpointInvoker> snapshot() {
            return all.snapshot();
        }

        @Override
        public List<EndpointInvoker> candidates(Invocation call) {
            List<EndpointInvoker> candidates = all.candidates(call);
            // Who names the provider asks no rule, neither here nor in a registry.
            return call.options().address() != null ? candidates : routes.route(candidates, call);
        }

        @Override
        public String absence() {
            return all.absence();
        }
    }

    /** Routes of operators, then of the user. */
    private record Both(Routes first, UserRoutes then) implements Routes {
        @Override
        public List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call) {
            return then.route(first.route(providers, call), call);
        }

        @Override
        public boolean isEmpty() {
            return false;
        }
    }

    private static final class Behind extends ForwardingGovernance {
        private final Governance rules;
        private final UserRoutes user;
        private volatile Both routes;

        Behind(Governance rules, UserRoutes user) {
            this.rules = rules;
            this.user = user;
            this.routes = new Both(rules.routes(), user);
        }

        @Override
        Governance rules() {
            return rules;
        }

        /** The same object until the rules change, as is promised. */
        @Override
        @SuppressWarnings("ReferenceEquality")
        public Routes routes() {
            Routes now = rules.routes();
            Both last = routes;
            if (last.first() != now) {
                last = new Both(now, user);
                routes = last;
            }
            return last;
        }
    }
}
