// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.internal.exception.ExceptionMappers;
import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exception mappers in the chain of a consumer. */
class MappedStatementsTest {
    private final Consumer consumer = new Consumer();

    /** What the caller gets. */
    static final class Refined extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Refining implements ExceptionMapper {
        @Override
        public String name() {
            return "refining";
        }

        @Override
        public boolean maps(MethodDescriptor method) {
            return method.name().startsWith("find");
        }

        @Override
        public Throwable received(Throwable arrived, MethodDescriptor method) {
            if ("broken".equals(arrived.getMessage())) {
                throw new IllegalStateException("mapper");
            }
            return new Refined();
        }
    }

    private DemoService mapped(boolean async) {
        ExceptionMappers mappers = new ExceptionMappers(List.of(new Refining()), consumer.ticker);
        consumer.inner = (method, settings, next) -> mappers.link(method, next, () -> false);
        consumer.defaults.async = async;
        return consumer.reference();
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void aSynchronousCallerGetsTheMappedException() {
        consumer.provider().throwing(new IllegalStateException("raw"));
        DemoService demo = mapped(false);
        assertThatThrownBy(() -> demo.find("a")).isInstanceOf(Refined.class);
        assertThatThrownBy(demo::asInt).hasMessage("raw");
        consumer.provider().returns("value");
        assertThat(demo.find("a")).isEqualTo("value");
    }

    @Test
    void soDoesTheFutureOfAnAsynchronousOne() throws Exception {
        DemoService demo = mapped(true);
        demo.find("a");
        CompletableFuture<String> future = Consumer.saved();
        consumer.provider().fail(new IllegalStateException("raw"));
        assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(Refined.class);
        assertThat(((ResponseFuture<?>) future).remoteAddress()).isNotNull();
        demo.find("b");
        CompletableFuture<String> second = Consumer.saved();
        consumer.provider().reply("value");
        assertThat(second.get()).isEqualTo("value");
    }

    @Test
    void failuresOfTheCallItselfAreNeverOffered() {
        consumer.defaults.retries = 0;
        consumer.provider().silent();
        DemoService demo = mapped(false);
        assertThatThrownBy(() -> demo.find("a")).isInstanceOf(RpcTimeoutException.class);
        consumer.provider().goDown("gone");
        CompletableFuture<String> unsent = demo.findLater("a");
        assertThat(unsent.handle((value, error) -> error).join()).isNotInstanceOf(Refined.class);
    }

    @Test
    void cancellingReachesTheCall() {
        DemoService demo = mapped(true);
        CompletableFuture<String> future = demo.findLater("a");
        future.cancel(true);
        assertThat(future).isCancelled();
        assertThat(consumer.provider().pending()).isZero();
    }

    @Test
    void aMapperThatThrowsIsReportedAndChangesNothing() {
        consumer.provider().throwing(new IllegalStateException("broken"));
        DemoService demo = mapped(false);
        try (LogCapture log = new LogCapture(ExceptionMappers.class)) {
            assertThatThrownBy(() -> demo.find("a")).hasMessage("broken");
            assertThat(log.lines()).singleElement().asString().contains("\"refining\"");
        }
    }
}
