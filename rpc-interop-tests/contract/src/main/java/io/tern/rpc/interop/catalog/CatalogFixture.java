// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.catalog;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Serves the catalog. */
public class CatalogFixture implements CatalogService {
    @Override
    public Product describe(Product product) {
        product.setCount(product.getCount() + 1);
        return product;
    }

    @Override
    public List<Product> stocked(Map<Kind, List<Integer>> stock, Product[] products) {
        for (Product product : products) {
            int sum = 0;
            for (Map.Entry<Kind, List<Integer>> entry : stock.entrySet()) {
                if (entry.getKey() == product.getKind()) {
                    sum += entry.getValue().stream().mapToInt(Integer::intValue).sum();
                }
            }
            product.setCount(sum);
        }
        return new ArrayList<>(Arrays.asList(products));
    }

    @Override
    public Knot knot(Knot knot) {
        if (knot.getNext() != knot) {
            throw new IllegalArgumentException("no knot");
        }
        return knot;
    }

    @Override
    public String find(String id) {
        return "text " + id;
    }

    @Override
    public String find(int id) {
        return "number " + id;
    }

    @Override
    public int sum(int[] numbers) {
        return Arrays.stream(numbers).sum();
    }

    @Override
    public Date later(Date date, long millis) {
        return new Date(date.getTime() + millis);
    }

    @Override
    public LocalDate nextDay(LocalDate day) {
        return day.plusDays(1);
    }

    @Override
    public void fail(String how) throws CatalogFailure {
        if (how.equals("declared")) {
            throw new CatalogFailure("why");
        }
        throw new IllegalStateException("why");
    }
}
