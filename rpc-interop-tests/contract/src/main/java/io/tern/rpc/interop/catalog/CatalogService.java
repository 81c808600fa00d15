// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.catalog;

import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** One method for each thing that a generic call has to convert. */
public interface CatalogService {
    /** The product with one more in stock. */
    Product describe(Product product);

    /** The products, each with the sum of its kind's stock for its count. */
    List<Product> stocked(Map<Kind, List<Integer>> stock, Product[] products);

    /** The knot itself, if it is one. */
    Knot knot(Knot knot);

    String find(String id);

    String find(int id);

    int sum(int[] numbers);

    Date later(Date date, long millis);

    LocalDate nextDay(LocalDate day);

    void fail(String how) throws CatalogFailure;
}
