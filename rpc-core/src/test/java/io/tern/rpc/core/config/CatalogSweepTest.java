// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goes over every attribute of every element with texts that fit its form, and with texts that do not. */
class CatalogSweepTest {
    static Stream<AttributeSpec> everyAttribute() {
        return Arrays.stream(ElementKind.values())
                .flatMap(kind -> AttributeCatalog.standard().attributesOf(kind).stream());
    }

    static Stream<SampleValues.Wrong> everyWrongValue() {
        return everyAttribute().flatMap(spec -> SampleValues.wrong(spec).stream());
    }

    static Stream<AttributeSpec> everyAttributeWithoutEffect() {
        return everyAttribute()
                .filter(spec -> spec.treatment() == Treatment.IGNORED || spec.treatment() == Treatment.PUBLISHED)
                .filter(spec -> spec.valuesWith(Treatment.EFFECTIVE).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("everyAttribute")
    void aLegalValueIsReadOrRefusedButNeverMalformed(AttributeSpec spec) {
        AttributeCheck check = AttributeCheck.of(spec, "  " + SampleValues.legal(spec) + "\n", origin(spec));
        Optional<ConfigProblem> error =
                check.problems().stream().filter(ConfigProblem::isError).findFirst();
        if (error.isPresent()) {
            assertThat(error.get().code()).isEqualTo(ConfigCode.CFG_16);
            assertThat(check.treatment()).isEqualTo(Treatment.REFUSED);
        } else {
            assertThat(check.value().isSet()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everyAttribute")
    void aBlankValueIsNotSet(AttributeSpec spec) {
        AttributeCheck check = AttributeCheck.of(spec, " \t\n", origin(spec));
        assertThat(check.isError()).isFalse();
        assertThat(check.value().isSet()).isEqualTo(spec.type().form() == AttributeForm.RAW);
    }

    @ParameterizedTest
    @MethodSource("everyWrongValue")
    void aWrongValueIsReportedWithCodePlaceAndText(SampleValues.Wrong wrong) {
        AttributeSpec spec = wrong.spec();
        AttributeCheck check = AttributeCheck.of(spec, wrong.text(), origin(spec));
        assertThat(check.isError()).isTrue();
        assertThat(check.value().isSet()).isFalse();
        ConfigProblem problem = check.problems().get(0);
        assertThat(problem.code()).isEqualTo(wrong.code());
        if (problem.code() != ConfigCode.CFG_13) {
            assertThat(spec.wrongValueCodes()).contains(problem.code());
        }
        assertThat(problem.message())
                .startsWith(wrong.code().text() + " " + spec.element().qualifiedName() + " id \"someId\": attribute "
                        + spec.name())
                .endsWith(" File consumer.xml.");
        if (spec.isSecret()) {
            assertThat(problem.message()).doesNotContain(wrong.text().startsWith("$") ? "=" : wrong.text());
        }
    }

    @ParameterizedTest
    @MethodSource("everyAttributeWithoutEffect")
    void anAttributeWithoutEffectGetsOneWarningWithTheReason(AttributeSpec spec) {
        List<ConfigProblem> problems =
                AttributeCheck.of(spec, SampleValues.legal(spec), origin(spec)).problems();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).code()).isEqualTo(ConfigCode.CFG_W1);
        assertThat(problems.get(0).message()).contains("has no effect: ").contains(spec.reason());
    }

    @ParameterizedTest
    @MethodSource("everyAttribute")
    void anAbsentAttributeIsMissedOnlyWhenRequired(AttributeSpec spec) {
        Optional<ConfigProblem> problem = AttributeCheck.ofAbsent(spec, origin(spec));
        assertThat(problem)
                .map(ConfigProblem::code)
                .isEqualTo(spec.required() ? Optional.of(ConfigCode.CFG_06) : Optional.empty());
    }

    private static Origin origin(AttributeSpec spec) {
        return new Origin(spec.element().qualifiedName(), "someId", spec.name(), "consumer.xml");
    }
}
