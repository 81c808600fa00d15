// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Constraints in every place that a check looks at. */
public interface OrderService extends Named {
    /** The group of {@link #save}. */
    interface Save {}

    void save(Order order);

    void place(@NotNull @Valid Order order, @Min(1) int pieces);

    void placeAll(List<Order> orders);

    void placeMarked(List<@Valid Order> orders);

    void byKey(Map<String, Order> orders);

    void several(Order... orders);

    String plain(String text, int number, List<String> texts);

    void untouched(String text, long number, byte[] bytes, Level level);

    CompletableFuture<String> later(@NotBlank String name);

    void told(@Pattern(regexp = "[a-z]+", message = "'${validatedValue}' does not match {regexp}") String secret);

    /** A plain enum. */
    enum Level {
        LOW
    }

    /** What is ordered. */
    class Order {
        @NotBlank
        public String name;

        @Max(10)
        public int pieces;

        @NotNull(groups = Save.class)
        public String customer;

        @Size(min = 2, groups = OrderService.class)
        public String city;

        @Valid
        public Order next;

        public Order(String name, int pieces) {
            this.name = name;
            this.pieces = pieces;
        }

        public Order of(String someone) {
            customer = someone;
            return this;
        }
    }
}
