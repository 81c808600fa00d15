// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.core.fixture.JavaSerialization;
import io.tern.rpc.spi.MethodDescriptor;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopiesTest {
    private final Copies copies = new Copies(new JavaSerialization());

    interface Stock {
        List<int[]> levels();
    }

    /** Without equals. */
    static final class Order implements Serializable {
        private static final long serialVersionUID = 1L;
        int pieces;

        Order(int pieces) {
            this.pieces = pieces;
        }
    }

    private Object key(Object... arguments) {
        return copies.key(arguments);
    }

    @Test
    void keysAreEqualForWhatAProviderCannotTellApart() {
        assertThat(key("a", 1, null)).isEqualTo(key("a", 1, null)).hasSameHashCodeAs(key("a", 1, null));
        assertThat(key(new Order(7))).isEqualTo(key(new Order(7))).hasSameHashCodeAs(key(new Order(7)));
        assertThat(key(new int[] {1, 2}, "x")).isEqualTo(key(new int[] {1, 2}, "x"));
        assertThat(key()).isEqualTo(key());
    }

    @Test
    void keysDifferForWhatAProviderCanTellApart() {
        assertThat(key("a")).isNotEqualTo(key("b")).isNotEqualTo(key("a", "a"));
        assertThat(key(1)).isNotEqualTo(key(1L));
        assertThat(key(new BigDecimal("1.0"))).isNotEqualTo(key(new BigDecimal("1.00")));
        assertThat(key(new Order(7))).isNotEqualTo(key(new Order(8)));
        assertThat(key(new int[] {1, 2})).isNotEqualTo(key(new int[] {2, 1}));
    }

    @Test
    void aKeyDoesNotChangeWithTheArguments() {
        Order order = new Order(7);
        String[] texts = {"a"};
        Object key = key(order, texts);
        order.pieces = 8;
        texts[0] = "b";
        assertThat(key).isEqualTo(key(new Order(7), new String[] {"a"})).isNotEqualTo(key(order, texts));
    }

    @Test
    void everybodyGetsAResultOfHisOwn() {
        MethodDescriptor method = MethodDescriptor.of(Stock.class).get(0);
        List<int[]> first = new ArrayList<>(List.of(new int[] {1}));
        Object kept = copies.keep(first);
        first.get(0)[0] = 9;
        first.clear();

        @SuppressWarnings("unchecked")
        List<int[]> second = (List<int[]>) copies.restored(kept, method);
        assertThat(second).hasSize(1);
        assertThat(second.get(0)).containsExactly(1);
        second.clear();
        assertThat((List<?>) copies.restored(kept, method)).hasSize(1);
        assertThat(copies.restored(copies.keep(new Object[] {"x"}), method)).isEqualTo(new Object[] {"x"});
        assertThat(copies.restored(copies.keep(null), method)).isNull();
        assertThat(copies.restored(copies.keep("text"), method)).isEqualTo("text");
    }

    @Test
    void whatCannotBeWrittenIsNoKey() {
        assertThatThrownBy(() -> key(new Object())).isInstanceOf(RpcSerializationException.class);
    }
}
