// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.equal;
import static io.tern.rpc.interop.scenario.Cases.holds;

import io.tern.rpc.interop.catalog.CatalogFailure;
import io.tern.rpc.interop.catalog.Product;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The rarer forms of generic calls of Dubbo 2.7 and 3, by consumers that have the classes of the interface too. */
final class GenericFormsScenario implements Scenario {
    private static final String[] PRODUCT = {Product.class.getName()};

    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        Cases cases = new Cases(session.context(), results);
        cases.check("a future", () -> {
            Map<?, ?> result = (Map<?, ?>) Objects.requireNonNull(later(session, "describe", PRODUCT, hammer()));
            equal(result.get("count"), 2);
        });
        cases.check("the failure of a future", () -> {
            try {
                later(session, "fail", new String[] {"java.lang.String"}, "declared");
                throw new AssertionError("no failure");
            } catch (ExecutionException e) {
                equal(
                        session.context().genericFailure(Objects.requireNonNull(e.getCause())),
                        CatalogFailure.class.getName() + " why");
            }
        });
        cases.check("raw.return", () -> {
            Object result = call(session, "rawCatalog", "describe", PRODUCT, hammer());
            holds(result instanceof Product, "a product, not " + result);
        });
        cases.check("nativejava is refused", () -> {
            try {
                call(session, "nativeCatalog", "find", new String[] {"java.lang.String"}, new byte[] {1});
                throw new AssertionError("it was served");
            } catch (RuntimeException e) {
                holds(
                        String.valueOf(e.getMessage()).contains("class that a peer names is unsafe"),
                        "Tern's reason, not " + e.getMessage());
            }
        });
        cases.check("and nothing else because of that", () -> {
            Map<?, ?> result =
                    (Map<?, ?>) Objects.requireNonNull(call(session, "genericCatalog", "describe", PRODUCT, hammer()));
            equal(result.get("count"), 2);
        });
    }

    private static Map<String, Object> hammer() {
        Map<String, Object> product = new HashMap<>();
        product.put("name", "hammer");
        product.put("count", 1);
        return product;
    }

    private static Object call(
            ScenarioSession session, String reference, String method, String[] types, Object argument) {
        return session.context()
                .invokeGeneric(session.bean(reference, Object.class), method, types, new Object[] {argument});
    }

    private static Object later(ScenarioSession session, String method, String[] types, Object argument)
            throws Exception {
        CompletableFuture<?> future = session.context()
                .invokeGenericLater(
                        session.bean("genericCatalog", Object.class), method, types, new Object[] {argument});
        return future.get(10, TimeUnit.SECONDS);
    }
}
