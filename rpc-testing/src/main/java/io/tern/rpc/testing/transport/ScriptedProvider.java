// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.transport;

import io.tern.rpc.RpcException;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A provider's engine for tests: decodes each request on an executor and does what the script says. Thread-safe. */
public final class ScriptedProvider implements RequestHandler {
    private final Executor workers;
    private final Map<String, Consumer<IncomingCall>> scripts = new ConcurrentHashMap<>();
    private final Map<String, Integer> limits = new ConcurrentHashMap<>();
    private final List<IncomingCall> received = new CopyOnWriteArrayList<>();

    /** A provider that echoes. */
    public ScriptedProvider(Executor workers) {
        this.workers = workers;
        on("echo", call -> call.replyValue(call.arguments()[0], Map.of()));
        on("anything", call -> call.replyValue(call.arguments()[0], Map.of()));
        on("later", call -> call.replyValue(call.arguments()[0], Map.of()));
        on("fire", call -> call.replyValue(null, Map.of()));
        on("add", call -> call.replyValue(number(call, 0) + number(call, 1), Map.of()));
        on("blob", call -> call.replyValue(new byte[number(call, 0)], Map.of()));
    }

    private static int number(IncomingCall call, int index) {
        Object argument = call.arguments()[index];
        return argument == null ? 0 : (Integer) argument;
    }

    /** Sets what happens with a decoded request for a method. */
    public ScriptedProvider on(String method, Consumer<IncomingCall> script) {
        scripts.put(method, script);
        return this;
    }

    /** Sets the largest request for a method, as a service has one of its own. */
    public ScriptedProvider payloadLimit(String method, int bytes) {
        limits.put(method, bytes);
        return this;
    }

    /** The requests that were decoded so far. */
    public List<IncomingCall> received() {
        return received;
    }

    @Override
    public @Nullable RequestTarget find(RequestHead head) {
        String method = head.method();
        if (method == null || !ProbeService.class.getName().equals(head.path()) || !scripts.containsKey(method)) {
            return null;
        }
        var descriptor = ProbeService.method(method);
        return descriptor.parameterDescriptor().equals(head.descriptor())
                ? new Target(descriptor, limits.getOrDefault(method, 0))
                : null;
    }

    private record Target(MethodDescriptor method, int payloadLimitBytes) implements RequestTarget {}

    @Override
    public void accept(IncomingCall call) {
        RequestTarget target = call.target();
        if (target == null) {
            call.replyStatus(ReplyStatus.SERVICE_ERROR, "no such method");
            return;
        }
        workers.execute(() -> serve(call, target));
    }

    private void serve(IncomingCall call, RequestTarget target) {
        try {
            call.decode();
        } catch (RpcException e) {
            call.replyStatus(ReplyStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        received.add(call);
        Consumer<IncomingCall> script = scripts.get(target.method().name());
        if (script == null) {
            call.drop();
        } else {
            script.accept(call);
        }
    }
}
