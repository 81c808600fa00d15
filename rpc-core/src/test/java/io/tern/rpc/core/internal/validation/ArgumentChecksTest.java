// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.fixture.ServiceSample;
import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ServiceDispatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArgumentChecksTest {
    private static final List<MethodDescriptor> METHODS = MethodDescriptor.of(Shop.class);

    private final ArgumentChecks checks = new ArgumentChecks(
            Map.<String, ArgumentValidator>of("jvalidation", new NotEmpty(), "broken", new Broken())::get);
    private final List<String> called = new ArrayList<>();

    interface Shop {
        String buy(String what);

        String open();
    }

    /** Wants texts that are not empty, and has nothing to check where there are no parameters. */
    private static final class NotEmpty implements ArgumentValidator {
        @Override
        public String name() {
            return "jvalidation";
        }

        @Override
        public @Nullable Check forMethod(MethodDescriptor method) {
            return method.parameterTypes().isEmpty()
                    ? null
                    : arguments -> {
                        if ("".equals(arguments[0])) {
                            throw new IllegalArgumentException("empty");
                        }
                    };
        }
    }

    private static final class Broken implements ArgumentValidator {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Check forMethod(MethodDescriptor method) {
            throw new IllegalStateException("a part is missing; add it");
        }
    }

    private static MethodDescriptor method(String name) {
        return METHODS.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    }

    private Invocation call(String argument) {
        MethodDescriptor buy = method("buy");
        return new Invocation(
                new ServiceKey(null, "s", null),
                buy,
                new CallOptions(CallMode.SYNC, false, 1, 0),
                new Object[] {argument},
                null,
                0,
                null);
    }

    private static ServiceSettings service(@Nullable String validation) {
        ServiceSettings plain = ServiceSample.of("shop", Shop.class).settings();
        return new ServiceSettings(
                plain.id(),
                plain.serviceInterface(),
                plain.service(),
                plain.path(),
                plain.implementation(),
                plain.protocols(),
                plain.registries(),
                null,
                true,
                0,
                List.of(),
                null,
                plain.style(),
                new ServiceMethodSettings(
                        "*",
                        1_000,
                        0,
                        validation,
                        List.of(),
                        Map.of(),
                        Map.of("validation", new Origin("dubbo:service", "shop", "validation", "provider.xml"))),
                Map.of("open", new ServiceMethodSettings("open", 1_000, 0, null, List.of(), Map.of(), Map.of())),
                Map.of(),
                Map.of(),
                Map.of());
    }

    @Test
    void aCallWithWrongArgumentsFailsUnsent() {
        Invoker next = call -> {
            called.add("sent");
            return ResponseFuture.completed("ok");
        };
        Invoker linked = checks.link(method("buy"), "true", next);
        assertThat(linked.invoke(call("bread")).join()).isEqualTo("ok");
        assertThatThrownBy(() -> linked.invoke(call("")).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(called).hasSize(1);
    }

    @Test
    void whatHasNothingToCheckIsNotLinked() {
        Invoker next = call -> ResponseFuture.completed(null);
        assertThat(checks.link(method("buy"), null, next)).isSameAs(next);
        assertThat(checks.link(method("open"), "true", next)).isSameAs(next);
        ServiceDispatcher dispatcher = (index, service, arguments) -> null;
        assertThat(checks.link(service(null), METHODS, dispatcher)).isSameAs(dispatcher);
    }

    @Test
    void aServiceIsNotCalledWithWrongArguments() throws Throwable {
        ServiceDispatcher dispatcher = checks.link(service("jvalidationNew"), METHODS, (index, service, arguments) -> {
            called.add(METHODS.get(index).name());
            return "ok";
        });
        int buy = method("buy").index();
        assertThat(dispatcher.dispatch(buy, this, new Object[] {"bread"})).isEqualTo("ok");
        assertThat(dispatcher.dispatch(method("open").index(), this, new Object[0]))
                .isEqualTo("ok");
        assertThatThrownBy(() -> dispatcher.dispatch(buy, this, new Object[] {""}))
                .hasMessage("empty");
        assertThat(called).containsExactly("buy", "open");
    }

    @Test
    void aMissingModuleAndAMissingPartAreMistakesThatSayWhatToAdd() {
        assertThat(new ArgumentChecks(name -> null).problems(service("true")))
                .singleElement()
                .extracting(ConfigProblem::message)
                .asString()
                .startsWith(
                        "CFG-16 dubbo:service id \"shop\": attribute validation = \"true\" needs the module rpc-validation")
                .endsWith(" File provider.xml.");
        assertThat(checks.problems(service("broken")))
                .singleElement()
                .extracting(ConfigProblem::message)
                .asString()
                .startsWith("CFG-16 ")
                .contains("a part is missing; add it");
        assertThat(checks.problems(service("true"))).isEmpty();
        assertThat(new ArgumentChecks(name -> null).problems(service(null))).isEmpty();
    }
}
