// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuePatternTest {
    /** The last three lines are Dubbo's: both ends may overlap, and only a lone star takes an empty value. */
    @ParameterizedTest
    @CsvSource({
        "hello, hello, true",
        "hello, hell, false",
        "hel*, hello, true",
        "*llo, hello, true",
        "h*o, hello, true",
        "h*x, hello, false",
        "*, anything, true",
        "a*a, a, true",
        "*, '', true",
        "a*, '', false"
    })
    void oneStarStandsForAnyText(String pattern, String value, boolean matches) {
        assertThat(ValuePattern.of(pattern).matches(value)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "1~100, 1, true",
        "1~100, 100, true",
        "1~100, 101, false",
        "~100, -5, true",
        "5~, 4, false",
        "5~, 5, true",
        "5~, five, false",
        "5~, 99999999999999999999, false"
    })
    void rangesIncludeTheirEnds(String pattern, String value, boolean matches) {
        assertThat(ValuePattern.of(pattern).matches(value)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*a*", "a**", "~", "a~b", "1~2~3", "1~*"})
    void whatNobodyCanMeanIsRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> ValuePattern.of(pattern));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab.").ofMaxLength(6);
    }

    @Property
    void aStarAgreesWithARegularExpression(
            @ForAll("texts") String prefix, @ForAll("texts") String suffix, @ForAll("texts") String value) {
        boolean naive = Pattern.matches(Pattern.quote(prefix) + ".*" + Pattern.quote(suffix), value);
        boolean overlap = value.length() < prefix.length() + suffix.length();
        boolean matches = ValuePattern.of(prefix + "*" + suffix).matches(value);
        if (overlap) {
            assertThat(matches).isEqualTo(!value.isEmpty() && value.startsWith(prefix) && value.endsWith(suffix));
        } else {
            assertThat(matches).isEqualTo(naive);
        }
    }

    @Property
    void withoutAStarOnlyTheSameTextMatches(@ForAll("texts") String pattern, @ForAll("texts") String value) {
        assertThat(ValuePattern.of(pattern).matches(value)).isEqualTo(pattern.equals(value));
    }
}
