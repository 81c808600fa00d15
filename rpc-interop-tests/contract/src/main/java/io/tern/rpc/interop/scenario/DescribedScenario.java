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
import io.tern.rpc.interop.peer.ScenarioSession;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A consumer calls the catalog with descriptions of objects, and gets them. */
final class DescribedScenario implements Scenario {
    private static final String PRODUCT = Product.class.getName();

    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        Cases cases = new Cases(session.context(), results);
        Caller catalog = new Caller(session, Library.find());
        cases.check("an object with an enum, a date, a list, a map and objects", () -> {
            Product product = product("hammer", Kind.TOOL);
            product.setParts(new ArrayList<>(List.of(product("handle", Kind.TOOL))));
            Described result = catalog.described("describe", PRODUCT, product);
            equal(result.className(), PRODUCT);
            equal(result.part("name").value(), "hammer");
            equal(result.part("kind").part("name").object(), "TOOL");
            equal(result.part("count").value(), 2);
            equal(result.part("price").value(), new BigDecimal("1.50"));
            equal(result.part("made").value(), new Date(86_400_000L));
            equal(result.part("tags").part(1).value(), "b");
            equal(result.part("parts").part(0).part("name").value(), "handle");
        });
        cases.check("an array of objects, and a map of enums and lists of numbers", () -> {
            Map<Kind, List<Integer>> stock = new HashMap<>();
            stock.put(Kind.TOOL, new ArrayList<>(List.of(1, 2)));
            Product[] products = {product("hammer", Kind.TOOL), product("ball", Kind.TOY)};
            Described result = new Described(Objects.requireNonNull(
                    catalog.call("stocked", new String[] {"java.util.Map", PRODUCT + "[]"}, stock, products)));
            equal(result.part(0).part("count").value(), 3);
            equal(result.part(1).part("count").value(), 0);
        });
        String endless = session.provider().isDubbo() ? "Dubbo follows a cycle of descriptors without end" : null;
        cases.check("a cycle", endless, () -> {
            Knot knot = new Knot();
            knot.setNext(knot);
            Described result = catalog.described("knot", Knot.class.getName(), knot);
            holds(result.part("next").object() == result.object(), "the result refers to itself");
        });
        cases.check("values without parts", () -> {
            equal(catalog.described("find", "java.lang.String", "7").value(), "text 7");
            equal(catalog.described("find", "int", 7).value(), "number 7");
            equal(catalog.described("sum", "int[]", new int[] {1, 2}).value(), 3);
        });
        cases.check("a description that somebody wrote", () -> {
            Object written = catalog.library().empty(PRODUCT, 7);
            Method set = written.getClass().getMethod("setProperty", Object.class, Object.class);
            set.invoke(written, "name", catalog.library().text("chisel"));
            equal(catalog.described("describe", PRODUCT, written).part("name").value(), "chisel");
        });
        cases.check("an exception", () -> {
            RuntimeException failure =
                    thrownBy(RuntimeException.class, () -> catalog.described("fail", "java.lang.String", "declared"));
            equal(session.context().genericFailure(failure), CatalogFailure.class.getName() + " why");
        });
    }

    private static Product product(String name, Kind kind) {
        Product product = new Product();
        product.setName(name);
        product.setKind(kind);
        product.setCount(1);
        product.setPrice(new BigDecimal("1.50"));
        product.setMade(new Date(86_400_000L));
        product.setTags(new ArrayList<>(List.of("a", "b")));
        product.setSizes(new HashMap<>(Map.of("width", 3)));
        return product;
    }

    /** The reference that describes. */
    private record Caller(ScenarioSession session, Library library) {
        @Nullable
        Object call(String method, String[] types, Object... arguments) throws ReflectiveOperationException {
            Object[] described = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                described[i] = library.describe(arguments[i]);
            }
            return session.context()
                    .invokeGeneric(session.bean("describedCatalog", Object.class), method, types, described);
        }

        Described described(String method, String type, Object argument) throws ReflectiveOperationException {
            return new Described(Objects.requireNonNull(call(method, new String[] {type}, argument), "a description"));
        }
    }

    /** A descriptor of any library: their methods have the same names. */
    private record Described(Object object) {
        private Object asked(String method) throws ReflectiveOperationException {
            return Objects.requireNonNull(object.getClass().getMethod(method).invoke(object), method);
        }

        Object className() throws ReflectiveOperationException {
            return asked("getClassName");
        }

        Object value() throws ReflectiveOperationException {
            return asked("getPrimitiveProperty");
        }

        Described part(Object name) throws ReflectiveOperationException {
            Method property = object.getClass().getMethod("getProperty", Object.class);
            return new Described(Objects.requireNonNull(property.invoke(object, name), name.toString()));
        }
    }

    /** Whose descriptors they are. */
    private record Library(Class<?> descriptor) {
        private static final List<String> PACKAGES =
                List.of("io.tern.rpc", "org.apache.dubbo.common.beanutil", "com.alibaba.dubbo.common.beanutil");

        static Library find() {
            for (String name : PACKAGES) {
                try {
                    return new Library(Class.forName(name + ".JavaBeanDescriptor"));
                } catch (ClassNotFoundException e) {
                    continue; // of another library
                }
            }
            throw new AssertionError("no library has a JavaBeanDescriptor");
        }

        /** Tern takes objects as they are. */
        Object describe(Object value) throws ReflectiveOperationException {
            String name = descriptor.getPackageName();
            if (name.equals(PACKAGES.get(0)) || descriptor.isInstance(value)) {
                return value;
            }
            Class<?> accessor = Class.forName(name + ".JavaBeanAccessor");
            return Objects.requireNonNull(Class.forName(name + ".JavaBeanSerializeUtil")
                    .getMethod("serialize", Object.class, accessor)
                    .invoke(null, value, accessor.getField("METHOD").get(null)));
        }

        Object empty(String className, int type) throws ReflectiveOperationException {
            return descriptor.getConstructor(String.class, int.class).newInstance(className, type);
        }

        Object text(String value) throws ReflectiveOperationException {
            Object text = empty("java.lang.String", 6);
            descriptor.getMethod("setPrimitiveProperty", Object.class).invoke(text, value);
            return text;
        }
    }
}
