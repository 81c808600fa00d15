// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.equal;
import static io.tern.rpc.interop.scenario.Cases.holds;
import static io.tern.rpc.interop.scenario.Cases.thrownBy;

import io.tern.rpc.interop.catalog.CatalogFailure;
import io.tern.rpc.interop.catalog.Kind;
import io.tern.rpc.interop.catalog.Knot;
import io.tern.rpc.interop.catalog.Product;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A consumer without the interface calls the catalog, whose provider has it. */
final class GenericScenario implements Scenario {
    private static final String PRODUCT = Product.class.getName();

    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        Cases cases = new Cases(session.context(), results);
        Caller catalog = new Caller(session);
        values(cases, catalog);
        methods(cases, catalog);
        times(session, cases, catalog);
        failures(session, cases, catalog);
    }

    /** The reference without an interface. */
    private record Caller(ScenarioSession session) {
        @Nullable
        Object call(String method, String @Nullable [] types, @Nullable Object... arguments) {
            return session.context()
                    .invokeGeneric(session.bean("genericCatalog", Object.class), method, types, arguments);
        }

        Map<?, ?> map(String method, String[] types, @Nullable Object... arguments) {
            return (Map<?, ?>) Objects.requireNonNull(call(method, types, arguments), "a map");
        }
    }

    private static String[] types(String... types) {
        return types;
    }

    /** Of a kind that the old hessian can write. */
    private static List<Object> listOf(Object... items) {
        return new ArrayList<>(Arrays.asList(items));
    }

    private static Map<String, Object> product(String name, Kind kind) {
        Map<String, Object> product = new HashMap<>();
        product.put("name", name);
        product.put("kind", kind.name());
        product.put("count", 1);
        product.put("price", new BigDecimal("1.50"));
        product.put("made", new Date(86_400_000L));
        product.put("tags", listOf("a", "b"));
        product.put("sizes", new HashMap<>(Map.of("width", 3)));
        return product;
    }

    private static void values(Cases cases, Caller catalog) {
        cases.check("an object with an enum, a date, a list, a map and objects", () -> {
            Map<String, Object> product = product("hammer", Kind.TOOL);
            product.put("parts", listOf(product("handle", Kind.TOOL)));
            Map<?, ?> result = catalog.map("describe", types(PRODUCT), product);
            equal(result.get("class"), PRODUCT);
            equal(result.get("name"), "hammer");
            equal(result.get("kind"), "TOOL");
            equal(result.get("count"), 2);
            equal(result.get("price"), new BigDecimal("1.50"));
            equal(result.get("made"), new Date(86_400_000L));
            equal(result.get("tags"), List.of("a", "b"));
            equal(result.get("sizes"), Map.of("width", 3));
            Map<?, ?> part = (Map<?, ?>) ((List<?>) Objects.requireNonNull(result.get("parts"))).get(0);
            equal(part.get("name"), "handle");
            equal(part.get("kind"), "TOOL");
        });
        cases.check("an array of objects, and a map of enums and lists of numbers", () -> {
            Object[] products = {product("hammer", Kind.TOOL), product("ball", Kind.TOY)};
            Map<String, Object> stock = new HashMap<>();
            stock.put("TOOL", listOf(1, 2));
            stock.put("TOY", listOf(5));
            List<?> result = (List<?>) Objects.requireNonNull(
                    catalog.call("stocked", types("java.util.Map", PRODUCT + "[]"), stock, products));
            equal(((Map<?, ?>) result.get(0)).get("count"), 3);
            equal(((Map<?, ?>) result.get(1)).get("count"), 5);
        });
        cases.check("a cycle", () -> {
            Map<String, Object> knot = new HashMap<>();
            knot.put("name", "overhand");
            knot.put("next", knot);
            Map<?, ?> result = catalog.map("knot", types(Knot.class.getName()), knot);
            holds(result.get("next") == result, "the result refers to itself");
        });
        cases.check("an array of numbers", () -> equal(catalog.call("sum", types("int[]"), new int[] {1, 2}), 3));
        cases.check("a list for an array", () -> equal(catalog.call("sum", types("int[]"), listOf(1, 2)), 3));
    }

    private static void methods(Cases cases, Caller catalog) {
        cases.check("an overload by its types", () -> {
            equal(catalog.call("find", types("java.lang.String"), "7"), "text 7");
            equal(catalog.call("find", types("int"), 7), "number 7");
        });
        cases.check("a number as a text", () -> equal(catalog.call("find", types("int"), "7"), "number 7"));
        cases.check(
                "no types for a name of its own",
                () -> equal(catalog.call("describe", null, product("hammer", Kind.TOOL)) instanceof Map, true));
    }

    private static void times(ScenarioSession session, Cases cases, Caller catalog) {
        cases.check(
                "a date",
                () -> equal(catalog.call("later", types("java.util.Date", "long"), new Date(5), 7L), new Date(12)));
        cases.check("a date as a text", () -> {
            Object day = catalog.call("later", types("java.util.Date", "long"), "2024-02-29 12:13:14", 0L);
            equal(
                    day,
                    Date.from(LocalDateTime.of(2024, 2, 29, 12, 13, 14)
                            .atZone(ZoneId.systemDefault())
                            .toInstant()));
        });
        String old = session.provider() == PeerLine.DUBBO_2_6 ? "Dubbo 2.6 takes a day for a bean" : null;
        String[] day = types("java.time.LocalDate");
        cases.check("a day", old, () -> equal(catalog.call("nextDay", day, LocalDate.of(2024, 2, 28)), "2024-02-29"));
        cases.check("a day as a text", old, () -> equal(catalog.call("nextDay", day, "2024-02-28"), "2024-02-29"));
    }

    private static void failures(ScenarioSession session, Cases cases, Caller catalog) {
        cases.check("a declared exception", () -> {
            RuntimeException failure =
                    thrownBy(RuntimeException.class, () -> catalog.call("fail", types("java.lang.String"), "declared"));
            equal(session.context().genericFailure(failure), CatalogFailure.class.getName() + " why");
        });
        cases.check("another exception", () -> {
            RuntimeException failure =
                    thrownBy(RuntimeException.class, () -> catalog.call("fail", types("java.lang.String"), "other"));
            equal(session.context().genericFailure(failure), "java.lang.IllegalStateException why");
        });
        cases.check("a method that is not there", () -> {
            Throwable failure = thrownBy(RuntimeException.class, () -> catalog.call("vanished", types("int"), 1));
            holds(session.context().rpcCode(failure) != null, "it is a failure of the call");
        });
    }
}
