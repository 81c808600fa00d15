// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.HookSettings;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Method settings with Dubbo's defaults, but for the timeout of 700 ms. */
final class MethodPlan {
    int timeoutMillis = 700;
    int retries = 2;
    boolean async;
    boolean oneWay;
    boolean sent;
    int actives;

    @Nullable
    HookSettings onInvoke;

    @Nullable
    HookSettings onReturn;

    @Nullable
    HookSettings onThrow;

    MethodSettings settings(String name) {
        Origin origin = new Origin("<dubbo:method> " + name, null, null, "consumer.xml");
        return new MethodSettings(
                name,
                timeoutMillis,
                retries,
                async,
                oneWay,
                sent,
                actives,
                onInvoke,
                onReturn,
                onThrow,
                Map.of(),
                Map.of(
                        "actives",
                        origin.attribute("actives"),
                        "onreturn",
                        origin,
                        "oninvoke",
                        origin,
                        "onthrow",
                        origin));
    }
}
