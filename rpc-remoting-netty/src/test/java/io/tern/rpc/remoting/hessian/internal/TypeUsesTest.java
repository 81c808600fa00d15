// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeUsesTest {
    interface Service {
        List<Short> shorts();

        <T extends Comparable<T>> T any();
    }

    @Test
    void theSameTypeIsTheSameUse() throws Exception {
        TypeUses uses = new TypeUses();
        Method method = Service.class.getDeclaredMethod("shorts");
        Type type = method.getGenericReturnType();
        TypeUse first = uses.of(List.class, type);
        assertThat(first.element().raw()).isEqualTo(Short.class);
        assertThat(uses.of(List.class, type)).isSameAs(first);
        Type equal = Service.class.getDeclaredMethod("shorts").getGenericReturnType();
        assertThat(uses.of(List.class, equal)).isSameAs(first);
    }

    @Test
    void theErasedTypeDecidesWhereTheGenericOneSaysLess() throws Exception {
        TypeUses uses = new TypeUses();
        Type variable = Service.class.getDeclaredMethod("any").getGenericReturnType();
        for (int i = 0; i < 3; i++) {
            assertThat(uses.of(Comparable.class, variable).raw()).isEqualTo(Comparable.class);
            assertThat(uses.of(Integer.class, variable).raw()).isEqualTo(Integer.class);
        }
    }
}
