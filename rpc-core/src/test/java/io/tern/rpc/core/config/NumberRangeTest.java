// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.Origin;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A number counts exactly if it is in the range of its attribute; any other is reported as out of range. */
class NumberRangeTest {
    private static final List<AttributeSpec> NUMBERS = CatalogSweepTest.everyAttribute()
            .filter(spec -> spec.type().form().isNumber() && spec.type().form() != AttributeForm.DECIMAL)
            .toList();

    @Property(tries = 5000)
    void everyWholeNumberIsInItsRangeOrReported(
            @ForAll("attributes") AttributeSpec spec, @ForAll("numbers") long number) {
        AttributeCheck check = AttributeCheck.of(
                spec, Long.toString(number), new Origin(spec.element().qualifiedName(), "x", spec.name(), null));
        boolean meansUnset =
                spec.rules().stream().anyMatch(rule -> rule.treatment() == Treatment.UNSET && rule.holds(number));
        if (spec.type().contains(number) || meansUnset) {
            assertThat(check.isError()).isFalse();
        } else {
            assertThat(check.value()).isEqualTo(new AttributeValue.Unset());
            assertThat(check.problems()).extracting(ConfigProblem::code).containsExactly(ConfigCode.CFG_03);
        }
    }

    @Provide
    Arbitrary<AttributeSpec> attributes() {
        return Arbitraries.of(NUMBERS);
    }

    @Provide
    Arbitrary<Long> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(-3, 3),
                Arbitraries.of(99L, 100L, 101L, 65_535L, 65_536L, (long) Integer.MAX_VALUE, Integer.MAX_VALUE + 1L));
    }
}
