// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A call, and what is made of it. */
class InvocationTest {
    private static final MethodDescriptor RUN =
            MethodDescriptor.of(Runnable.class).get(0);

    private final Invocation call = new Invocation(
            new ServiceKey(null, "com.acme.Demo", null),
            RUN,
            new CallOptions(CallMode.SYNC, false, 1_000, 0),
            new Object[0],
            null,
            5,
            null);

    @Test
    void whatIsMadeOfACallKeepsItsAttachmentsToItself() {
        call.attach("before", "1");
        List<Invocation> others = List.of(
                call.as(RUN, new Object[] {"x"}),
                call.withArguments(new Object[] {"x"}),
                call.again(call.options(), 5));
        call.attach("after", "2");
        others.forEach(other -> other.attach("own", "3"));

        assertThat(others)
                .allSatisfy(other -> assertThat(other.attachments()).isEqualTo(Map.of("before", "1", "own", "3")));
        assertThat(call.attachments()).isEqualTo(Map.of("before", "1", "after", "2"));
    }

    private static Invocation call(CallMode mode) {
        return new Invocation(
                new ServiceKey(null, "com.acme.Demo", null),
                RUN,
                new CallOptions(mode, true, 1_000, 2),
                new Object[0],
                null,
                5,
                null);
    }

    @Test
    void whatAFilterLetsACallCarryIsShownToItsCallbacksOnly() {
        ThreadLocal<String> shown = ThreadLocal.withInitial(() -> "nothing");
        ContextCarrier.Carried carried = () -> {
            shown.set("carried");
            return shown::remove;
        };
        Invocation made = call(CallMode.FUTURE);
        made.carry(carried);
        Invocation attempt = made.again(made.options(), 6);
        ContextSnapshot seen = attempt.callerContext();

        assertThat(made.options().sent()).isTrue();
        assertThat(made.options().retries()).isEqualTo(2);
        assertThat(seen).isNotNull();
        Runnable look = () -> assertThat(shown.get()).isEqualTo("carried");
        seen.wrap(look).run();
        assertThat(shown.get()).isEqualTo("nothing");

        Invocation waiting = call(CallMode.SYNC);
        waiting.carry(carried);
        assertThat(waiting.callerContext()).isNull();
    }

    @Test
    void theSameAttemptHasItsTimes() {
        call.restart(100);
        call.bind();
        assertThat(List.of(call.as(RUN, new Object[0]), call.withArguments(new Object[0])))
                .allSatisfy(other -> {
                    assertThat(other.startNanos()).isEqualTo(5);
                    assertThat(other.attemptNanos()).isEqualTo(100);
                    assertThat(other.deadlineNanos()).isEqualTo(1_100);
                    assertThat(other.isBound()).isTrue();
                });
    }
}
