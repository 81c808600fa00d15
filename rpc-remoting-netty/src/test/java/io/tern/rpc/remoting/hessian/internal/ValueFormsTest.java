// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which classes and names cannot be those of a form is decided without making any form, and must leave none out. */
class ValueFormsTest {
    static Stream<ValueForm> forms() {
        return JdkForms.all().stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFormIsFoundByItsClassAndByTheNameThatStandsForIt(ValueForm form) {
        ValueForm found = ValueForms.of(form.type());
        assertThat(found).isNotNull();
        assertThat(found.wireName()).isEqualTo(form.wireName());
        assertThat(ValueForms.standIn(form.wireName()))
                .isEqualTo(form.wireName().equals(form.type().getName()) ? null : form.type());
    }

    @Test
    void otherClassesAndNamesHaveNone() {
        for (Class<?> type : List.of(Object.class, List.class, ValueFormsTest.class, int.class)) {
            assertThat(ValueForms.of(type)).isNull();
            assertThat(ValueForms.standIn(type.getName())).isNull();
        }
        assertThat(ValueForms.standIn("java.util.Map$Entry")).isNull();
    }
}
