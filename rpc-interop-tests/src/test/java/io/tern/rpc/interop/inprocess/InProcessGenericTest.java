// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.GenericException;
import io.tern.rpc.GenericService;
import io.tern.rpc.JavaBeanDescriptor;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.catalog.CatalogFixture;
import io.tern.rpc.interop.catalog.CatalogService;
import io.tern.rpc.interop.catalog.Product;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Generic calls to a service that is exported here: they stay inside the process, and are what they are on a socket. */
@Timeout(60)
class InProcessGenericTest {
    private static final String[] PRODUCT = {Product.class.getName()};

    private final Tern tern = Tern.builder().application("both").start();

    @BeforeEach
    void export() {
        tern.export(
                CatalogService.class,
                new CatalogFixture(),
                element -> element.set("scope", "local").parameter("tern.generic", "true"));
        tern.export(
                CatalogService.class,
                new CatalogFixture(),
                element -> element.set("scope", "local").set("group", "closed"));
    }

    @AfterEach
    void close() {
        tern.close();
    }

    /** The reference says nothing about where: its scope is any. */
    private GenericService catalog(String form, String group) {
        return tern.refer(
                        GenericService.class,
                        element -> element.set("interface", CatalogService.class.getName())
                                .set("generic", form)
                                .set("retries", 0)
                                .set("group", group))
                .get();
    }

    private static Map<String, Object> hammer() {
        Map<String, Object> product = new HashMap<>();
        product.put("name", "hammer");
        product.put("count", 1);
        return product;
    }

    @Test
    void mapsGoInAndComeOut() throws Exception {
        GenericService catalog = catalog("true", "");
        Map<?, ?> result = (Map<?, ?>) catalog.$invoke("describe", PRODUCT, new Object[] {hammer()});
        assertThat(result.get("count")).isEqualTo(2);
        assertThat(result.get("class")).isEqualTo(Product.class.getName());
        result = (Map<?, ?>) catalog.$invokeAsync("describe", PRODUCT, new Object[] {hammer()})
                .get();
        assertThat(result.get("name")).isEqualTo("hammer");
        assertThat(catalog.$invoke("sum", new String[] {"int[]"}, new Object[] {List.of(1, 2)}))
                .isEqualTo(3);
        assertThatThrownBy(() -> catalog.$invoke("fail", null, new Object[] {"declared"}))
                .isInstanceOfSatisfying(
                        GenericException.class,
                        failure -> assertThat(failure.getExceptionMessage()).isEqualTo("why"));
    }

    @Test
    void descriptionsToo() {
        GenericService catalog = catalog("bean", "");
        Product product = new Product();
        product.setName("hammer");
        product.setCount(1);
        JavaBeanDescriptor result = (JavaBeanDescriptor) catalog.$invoke("describe", PRODUCT, new Object[] {product});
        assertThat(result.getClassName()).isEqualTo(Product.class.getName());
        assertThat(((JavaBeanDescriptor) result.getProperty("count")).getPrimitiveProperty())
                .isEqualTo(2);
        assertThat(product.getCount()).as("the service had a copy").isEqualTo(1);
    }

    @Test
    void aServiceThatAllowsNoneIsNoDifferentHere() {
        assertThatThrownBy(() -> catalog("true", "closed").$invoke("describe", PRODUCT, new Object[] {hammer()}))
                .isInstanceOf(RpcServerException.class)
                .hasMessageContaining("Generic calls are off for this service")
                .hasMessageContaining("tern.generic");
    }
}
