// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.List;

/** One rule of a chain that narrows the providers of a call. Immutable. */
interface RouteStep {
    /** The place of Dubbo's tag router in the chain; a registry's rule has its own priority, as a rule 0. */
    int TAGS = 100;

    /** The place of rules of the service. */
    int SERVICE = 140;

    /** The place of rules of a provider's application. */
    int PROVIDER_APPLICATION = 145;

    /** The place of rules of the consumer's application. */
    int APPLICATION = 150;

    /** Some of the providers, in their order; all of them as the list that was given. */
    List<EndpointInvoker> narrow(List<EndpointInvoker> providers, Invocation call, CallTag tag);

    /** Lower comes first. Order only matters where a rule that leaves nobody gives everybody back. */
    int priority();

    /** Whether calls of the same method with the same tag can have different answers. */
    boolean changesByCall();
}
