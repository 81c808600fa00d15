// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The type matrix: each value goes to the provider and back through the reference {@code types}. A case passes if what the provider saw and
 * what came back both have the description of what was sent.
 */
public final class TypeScenario implements Scenario {
    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        Matrix matrix = new Matrix(session, new Cases(session.context(), results));
        ScalarValues.all(matrix);
        JdkValues.all(matrix);
        ContainerValues.all(matrix);
        BeanValues.all(matrix);
    }

    /** The running matrix. */
    static final class Matrix {
        private final ScenarioSession session;
        private final Cases cases;
        private final TypeService service;

        Matrix(ScenarioSession session, Cases cases) {
            this.session = session;
            this.cases = cases;
            this.service = session.bean("types", TypeService.class);
        }

        TypeService service() {
            return service;
        }

        ScenarioSession session() {
            return session;
        }

        Cases cases() {
            return cases;
        }

        /** One case per value, named after the method and the value's place in the list. */
        @SafeVarargs
        final <T extends @Nullable Object> void echo(String method, BiFunction<TypeService, T, T> call, T... values) {
            for (int i = 0; i < values.length; i++) {
                T value = values[i];
                echoOne(method, String.valueOf(i), call, value);
            }
        }

        /** One case with a name of its own. */
        <T extends @Nullable Object> void echoOne(
                String method, String label, BiFunction<TypeService, T, T> call, T value) {
            cases.check(method + " " + label, limit(method, label), () -> {
                String sent = Description.of(value);
                T returned = call.apply(service, value);
                Cases.equal(service.seen(method), sent);
                Cases.equal(Description.of(returned), sent);
                if (returned instanceof Record || returned instanceof Enum) {
                    Cases.holds(Objects.equals(returned, value), "equals() of " + method);
                }
            });
        }

        private @Nullable String limit(String method, String label) {
            return TypeLimits.of(session.consumer(), session.provider(), method, label);
        }
    }
}
