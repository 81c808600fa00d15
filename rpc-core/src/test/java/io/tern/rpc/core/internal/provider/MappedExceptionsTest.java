// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.JUnitException;

/** What mappers make of a service's exceptions before they are sent. */
class MappedExceptionsTest {
    private Bench bench = new Bench();

    interface Shop {
        String buy(String what);

        CompletableFuture<String> order(String what);
    }

    /** Throws what it is told. */
    private record Failing(RuntimeException error) implements Shop {
        @Override
        public String buy(String what) {
            throw error;
        }

        @Override
        public CompletableFuture<String> order(String what) {
            return CompletableFuture.failedFuture(error);
        }
    }

    private record Mapper(String name, Throwable result) implements ExceptionMapper {
        @Override
        public boolean maps(MethodDescriptor method) {
            return !method.name().equals("unmapped");
        }

        @Override
        public Throwable toSend(Throwable thrown, MethodDescriptor method) {
            if (result == null) {
                throw new IllegalArgumentException("broken");
            }
            return thrown instanceof JUnitException ? result : null;
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Throwable sent(RuntimeException thrown, String method, ExceptionMapper... mappers) {
        bench.close();
        bench = new Bench(mappers);
        bench.export(Bench.service(Shop.class, new Failing(thrown)).settings());
        return bench.send(bench.call(Shop.class, method, "x")).reply().error();
    }

    @Test
    void theFirstMapperWithAWordDecides() {
        IllegalStateException result = new IllegalStateException("mapped");
        ExceptionMapper second = new Mapper("second", new IllegalStateException("second"));
        assertThat(sent(new JUnitException("x"), "buy", new Mapper("first", result), second))
                .isSameAs(result);
        assertThat(sent(new JUnitException("x"), "order", new Mapper("first", result), second))
                .isSameAs(result);
        RuntimeException other = new IllegalArgumentException("left alone");
        assertThat(sent(other, "buy", new Mapper("first", result))).isSameAs(other);
    }

    @Test
    void aMappedExceptionIsNotReportedAsUnexpectedAndTheRuleIsAppliedToIt() {
        try (Logged log = new Logged("io.tern.rpc.provider")) {
            Throwable sent = sent(
                    new JUnitException("x"),
                    "buy",
                    new Mapper("foreign", new org.opentest4j.AssertionFailedError("y")));
            assertThat(sent)
                    .isExactlyInstanceOf(RuntimeException.class)
                    .hasMessageContaining("AssertionFailedError: y");
            assertThat(log.texts()).isEmpty();
        }
    }

    @Test
    void aMapperThatThrowsIsReportedAndChangesNothing() {
        try (Logged log = new Logged("io.tern.rpc.core.internal.exception.ExceptionMappers")) {
            IllegalStateException thrown = new IllegalStateException("secret text");
            assertThat(sent(thrown, "buy", new Mapper("broken", null))).isSameAs(thrown);
            assertThat(log.texts())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("\"broken\"")
                            .contains("Shop#buy(String)")
                            .doesNotContain("secret text"));
        }
    }
}
