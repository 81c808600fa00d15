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

/** Whatever somebody writes into whatever attribute, the check answers with a value or with a readable problem. */
class AnyTextTest {
    private static final List<AttributeSpec> ALL =
            CatalogSweepTest.everyAttribute().toList();

    @Property(tries = 5000)
    void noTextBreaksTheCheck(@ForAll("attributes") AttributeSpec spec, @ForAll("texts") String text) {
        assertReadable(spec, text);
    }

    @Property(tries = 300)
    void noLongTextBreaksTheCheck(@ForAll("attributes") AttributeSpec spec, @ForAll("pieces") String piece) {
        assertReadable(spec, piece.repeat(50_000));
    }

    @Provide
    Arbitrary<AttributeSpec> attributes() {
        return Arbitraries.of(ALL);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> sloppy = Arbitraries.strings()
                .withChars(" \t\n,;:|/.$-*@?=&[]{}%019aZ_\u0007\u2028\u00e4")
                .ofMaxLength(30);
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                sloppy,
                Arbitraries.of(ALL).map(SampleValues::legal));
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                "a", "a.", "a,", "a;", "9", ":", "://", "a://@", "[", "${", "token=", "-", " ", "h:1;", "h:1,", "a|");
    }

    /** Around the limits for names and for whole texts, and far above. */
    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.of(100, 201, 2_000, 5_000, 50_000);
    }

    private static void assertReadable(AttributeSpec spec, String text) {
        Origin origin = new Origin(spec.element().qualifiedName(), "some id", spec.name(), "a.xml");
        AttributeCheck check = AttributeCheck.of(spec, text, origin);
        assertThat(check.isError() && check.value().isSet()).isFalse();
        for (ConfigProblem problem : check.problems()) {
            assertThat(problem.message())
                    .startsWith(problem.code().text() + " " + spec.element().qualifiedName()
                            + " id \"some id\": attribute " + spec.name())
                    .endsWith(" File a.xml.")
                    .doesNotContain("\n", "\r", "\u0007", "\u2028")
                    .hasSizeLessThan(2000);
        }
    }
}
