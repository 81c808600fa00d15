// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterChainTest {
    private static final Origin ORIGIN = new Origin("dubbo:reference", "demo", "filter", "consumer.xml");
    private static final List<Filter> SHIPPED = List.of(new Named("accesslog"), new Named("exception"));
    private static final List<Filter> AVAILABLE =
            List.of(SHIPPED.get(0), SHIPPED.get(1), new Named("a"), new Named("b"), new Named("tracing"));

    private final List<ConfigProblem> problems = new ArrayList<>();

    private record Named(String name) implements Filter {
        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
            return next.invoke(call);
        }
    }

    private List<String> resolve(String names) {
        List<String> list = names.isEmpty() ? List.of() : List.of(names.split(","));
        return FilterChain.resolve(list, AVAILABLE, SHIPPED, ORIGIN, problems).stream()
                .map(Filter::name)
                .toList();
    }

    @ParameterizedTest(name = "filter=\"{0}\" runs {1}")
    @CsvSource({
        "'', accesslog exception",
        "'a,b', accesslog exception a b",
        "'b,a', accesslog exception b a",
        "'a,default,b', a accesslog exception b",
        "'default,a', accesslog exception a",
        "'a,-default,b', a b",
        "'-default', ''",
        "'a,-exception', accesslog a",
        "'-a,a,b', accesslog exception b",
        "'a,b,a', accesslog exception a b",
        "'exception,a,default', exception a accesslog",
        "'a,-monitor', accesslog exception a"
    })
    void namesKeepDubbosMeaning(String names, String expected) {
        assertThat(String.join(" ", resolve(names))).isEqualTo(expected);
        assertThat(problems).isEmpty();
    }

    @Test
    void unknownNameIsAProblemThatListsTheKnownOnesAndTheNearest() {
        resolve("a,tracin,nothing");

        assertThat(problems).hasSize(2);
        assertThat(problems.get(0).message())
                .startsWith("CFG-05")
                .contains("tracin", "a, accesslog, b, exception, tracing", "did you mean \"tracing\"?");
        assertThat(problems.get(1).message())
                .contains("a, accesslog, b, exception, tracing")
                .doesNotContain("mean");
    }
}
