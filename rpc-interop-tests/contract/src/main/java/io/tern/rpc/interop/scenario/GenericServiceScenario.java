// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.equal;
import static io.tern.rpc.interop.scenario.Cases.thrownBy;

import io.tern.rpc.interop.catalog.CatalogFailure;
import io.tern.rpc.interop.catalog.CatalogService;
import io.tern.rpc.interop.catalog.Kind;
import io.tern.rpc.interop.catalog.Knot;
import io.tern.rpc.interop.catalog.Product;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A consumer with the interface calls a provider that answers any method of any name. */
final class GenericServiceScenario implements Scenario {
    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        Cases cases = new Cases(session.context(), results);
        CatalogService catalog = session.bean("anyCatalog", CatalogService.class);
        String old = session.consumer() == PeerLine.DUBBO_2_7
                ? "Dubbo 2.7 decodes the map as the declared class, before it makes an object of it"
                : null;
        cases.check("an object", old, () -> {
            Product part = new Product();
            part.setName("handle");
            Product product = new Product();
            product.setName("hammer");
            product.setKind(Kind.TOOL);
            product.setMade(new Date(5));
            product.setTags(new ArrayList<>(List.of("a")));
            product.setParts(new ArrayList<>(List.of(part)));
            Product result = catalog.describe(product);
            equal(result.getName(), "hammer of anybody");
            equal(result.getKind(), Kind.TOOL);
            equal(result.getMade(), new Date(5));
            equal(result.getTags(), List.of("a"));
            equal(result.getParts().get(0).getName(), "handle");
        });
        cases.check("an array, a map and a list", () -> {
            Product product = new Product();
            product.setName("ball");
            List<Product> result = catalog.stocked(
                    new HashMap<>(Map.of(Kind.TOY, new ArrayList<>(List.of(1)))), new Product[] {product});
            equal(result.get(0).getName(), "ball");
        });
        cases.check("a cycle", () -> {
            Knot knot = new Knot();
            knot.setNext(knot);
            Knot result = catalog.knot(knot);
            equal(result.getNext() == result, true);
        });
        cases.check("a number", () -> equal(catalog.sum(new int[] {1, 2}), 7));
        cases.check("a text", () -> equal(catalog.find("x"), "find(java.lang.String)"));
        cases.check(
                "an exception",
                () -> equal(
                        thrownBy(IllegalStateException.class, () -> catalog.fail("other"))
                                .getMessage(),
                        "why"));
        cases.check(
                "an exception by its name",
                () -> equal(
                        thrownBy(CatalogFailure.class, () -> catalog.fail("declared"))
                                .getMessage(),
                        "why"));
    }
}
