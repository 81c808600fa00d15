// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.JavaSerialization;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.TransportContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which arguments of a call inside the process are the caller's own objects. */
class InProcessRequestTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final InProcessNetwork network = new InProcessNetwork();
    private final InProcessTransport transport = new InProcessTransport(
            new TransportContext(
                    "test", new FakeTicker(), ClassPolicyOfAll.ADMITS, new JavaSerialization(), Runnable::run, null, 1),
            network,
            () -> false,
            timer);

    private enum ClassPolicyOfAll implements ClassPolicy {
        ADMITS;

        @Override
        public boolean admits(String className) {
            return true;
        }

        @Override
        public String cure(String className) {
            return "";
        }
    }

    interface Desk {
        void plain(Runnable first, String text, int number, Runnable last);

        void copied(List<String> list, Runnable callback);
    }

    @AfterEach
    void close() {
        transport.close();
        timer.shutdownNow();
    }

    private @Nullable Object[] served(String name, int limitBytes, @Nullable Object... arguments) throws Exception {
        MethodDescriptor method = MethodDescriptor.of(Desk.class).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        InProcessPrepared prepared = (InProcessPrepared)
                transport.prepare(method, new CallHead("desk", Desk.class.getName(), null, null, Map.of(), limitBytes));
        Invocation call = new Invocation(
                ServiceKey.of(Desk.class),
                method,
                new CallOptions(CallMode.SYNC, false, 1_000, 0),
                arguments,
                null,
                0,
                null);
        @Nullable Object[] before = arguments.clone();
        InProcessRequest request = InProcessRequest.of(call, prepared, method, limitBytes);
        assertThat(call.arguments()).as("another attempt needs them").containsExactly(before);
        InProcessServer server = network.bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ServerSettings.DEFAULT, null, transport);
        @Nullable Object[] read = request.read(server, method).arguments();
        assertThat(read).isNotNull().isNotSameAs(arguments);
        return read;
    }

    @Test
    void aKeptObjectArrivesItselfBesidePlainArguments() throws Exception {
        Runnable first = () -> {};
        Runnable last = () -> {};
        assertThat(served("plain", 0, new Kept(first), "a", 1, new Kept(last))).containsExactly(first, "a", 1, last);
        assertThat(served("plain", 0, new Kept(first), "a", 1, null)).containsExactly(first, "a", 1, null);
    }

    @Test
    void aKeptObjectArrivesItselfBesideCopies() throws Exception {
        Runnable callback = () -> {};
        List<String> list = new ArrayList<>(List.of("a"));
        Object[] read = served("copied", 0, list, new Kept(callback));
        assertThat(read[0]).isEqualTo(list).isNotSameAs(list);
        assertThat(read[1]).isSameAs(callback);
    }

    /** Near the limit only bytes can tell how long plain arguments are. */
    @Test
    void aKeptObjectArrivesItselfBesidePlainArgumentsThatAreNearTheLimit() throws Exception {
        Runnable callback = () -> {};
        assertThat(served("plain", 2_000, new Kept(callback), "x".repeat(700), 1, null))
                .containsExactly(callback, "x".repeat(700), 1, null);
    }
}
