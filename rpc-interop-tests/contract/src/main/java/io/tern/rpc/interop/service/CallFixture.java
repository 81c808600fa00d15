// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.service;

import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.CheckedFailure;
import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.SpecialFailure;
import io.tern.rpc.interop.api.UncheckedFailure;
import io.tern.rpc.interop.api.UndeclaredFailure;
import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.peer.CallContext.LaterAnswer;
import io.tern.rpc.interop.scenario.Description;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The call service on any library. */
public final class CallFixture implements CallService {
    private final CallContext context;
    private final CallService downstreamCalls;
    private final GreetService downstreamGreets;
    private final Supplier<RuntimeException> foreignFailures;
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<String, String> outcomes = new ConcurrentHashMap<>();
    private final Gates gates = new Gates();

    /** @param foreignFailures makes unchecked exceptions whose class has another code source than the interfaces */
    public CallFixture(
            CallContext context,
            CallService downstreamCalls,
            GreetService downstreamGreets,
            Supplier<RuntimeException> foreignFailures) {
        this.context = context;
        this.downstreamCalls = downstreamCalls;
        this.downstreamGreets = downstreamGreets;
        this.foreignFailures = foreignFailures;
    }

    @Override
    public String greet(String who) {
        return "greetings " + who;
    }

    @Override
    public String greetTwice(String who) {
        return "hello hello " + who;
    }

    @Override
    public @Nullable String echo(@Nullable String value) {
        return value;
    }

    @Override
    public void nothing() {}

    @Override
    public @Nullable String nullResult() {
        return null;
    }

    @Override
    public String sleep(int millis, String answer) {
        pause(millis);
        return answer;
    }

    @Override
    public int sleepInt(int millis, int answer) {
        pause(millis);
        return answer;
    }

    @Override
    public long sleepLong(int millis, long answer) {
        pause(millis);
        return answer;
    }

    @Override
    public boolean sleepBoolean(int millis, boolean answer) {
        pause(millis);
        return answer;
    }

    @Override
    public double sleepDouble(int millis, double answer) {
        pause(millis);
        return answer;
    }

    @Override
    public void sleepVoid(int millis) {
        pause(millis);
    }

    @Override
    public String held(String key, String answer) {
        gates.await(key);
        return answer;
    }

    @Override
    public void heldSink(String key) {
        gates.await(key);
        next(key);
    }

    @Override
    public void release(String key) {
        gates.open(key);
    }

    @Override
    public String overloaded() {
        return "none";
    }

    @Override
    public String overloaded(int value) {
        return "int " + value;
    }

    @Override
    public String overloaded(long value) {
        return "long " + value;
    }

    @Override
    public String overloaded(Integer value) {
        return "Integer " + value;
    }

    @Override
    public String overloaded(String value) {
        return "String " + value;
    }

    @Override
    public String overloaded(String first, int second) {
        return "String,int " + first + "," + second;
    }

    @Override
    public String overloaded(List<String> value) {
        return "List " + value;
    }

    @Override
    public String varargs(String first, int... rest) {
        return first + Arrays.toString(rest);
    }

    @Override
    public String failChecked(String message, int detail) throws CheckedFailure {
        throw new CheckedFailure(message, detail, new Point(3, 4));
    }

    @Override
    public String failLate(int millis, String message) throws CheckedFailure {
        pause(millis);
        throw new CheckedFailure(message, millis, null);
    }

    @Override
    public String failSpecial(String message) throws CheckedFailure {
        throw new SpecialFailure(message, "special");
    }

    @Override
    public void declareSpecial() {}

    @Override
    public String failUnchecked(String message, long detail) {
        throw new UncheckedFailure(message, detail, null);
    }

    @Override
    public String failWithCause(String message) {
        throw new UncheckedFailure(message, 1, new IllegalStateException("cause of " + message));
    }

    @Override
    public String failJava(String message) {
        throw new IllegalStateException(message, new IllegalArgumentException("inner"));
    }

    @Override
    public String failSuppressed(String message) {
        IllegalStateException failure = new IllegalStateException(message);
        failure.addSuppressed(new UnsupportedOperationException("suppressed"));
        throw failure;
    }

    @Override
    public String failForeign(String message) {
        RuntimeException failure = foreignFailures.get();
        failure.addSuppressed(new IllegalStateException(message));
        throw failure;
    }

    @Override
    public String failUndeclared(String message) {
        throw CallFixture.<RuntimeException>unchecked(new UndeclaredFailure(message));
    }

    @Override
    public String failError(String message) {
        throw new AssertionError(message);
    }

    @Override
    public String failRpc(int code, String message) {
        throw context.rpcException(code, message);
    }

    @Override
    public Object unserializable() {
        return new Unserializable();
    }

    @Override
    public void sink(String key, int millis) {
        pause(millis);
        next(key);
    }

    @Override
    public int sinkInt(String key) {
        return next(key);
    }

    @Override
    public void failSink(String key) {
        next(key);
        throw new UncheckedFailure("sink " + key, 0, null);
    }

    @Override
    public int count(String key) {
        AtomicInteger count = counts.get(key);
        return count == null ? 0 : count.get();
    }

    @Override
    public int counted(String key, int millis) {
        int count = next(key);
        pause(millis);
        return count;
    }

    @Override
    public Map<String, String> attachments() {
        return new TreeMap<>(context.attachments());
    }

    @Override
    public String objectAttachment(String key) {
        return Description.of(context.objectAttachments().get(key));
    }

    @Override
    public String answerWith(String key, String value) {
        context.setResponseAttachment(key, value);
        return "answered";
    }

    @Override
    public String answerLate(int millis, String key, String value) {
        pause(millis);
        return answerWith(key, value);
    }

    @Override
    public String failWith(String key, String value) {
        context.setResponseAttachment(key, value);
        throw new UncheckedFailure("failed with " + key, 0, null);
    }

    @Override
    public List<Map<String, String>> relay(int times) {
        List<Map<String, String>> result = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            result.add(downstreamCalls.attachments());
        }
        return result;
    }

    @Override
    public Map<String, String> context() {
        Map<String, String> result = new TreeMap<>(context.facts());
        result.put("future", context.future() == null ? "none" : "present");
        return result;
    }

    @Override
    public String nested(String who) {
        return "nested " + downstreamGreets.hello(who);
    }

    @Override
    public String later(int millis, String answer) {
        LaterAnswer later = context.startAsync();
        onAnotherThread(millis, () -> later.write(answer));
        return "not this";
    }

    @Override
    public String laterFails(int millis, String message) {
        LaterAnswer later = context.startAsync();
        onAnotherThread(millis, () -> later.write(new CheckedFailure(message, millis, null)));
        return "not this";
    }

    @Override
    public String laterTwice(String key, String answer) {
        LaterAnswer later = context.startAsync();
        onAnotherThread(20, () -> {
            later.write(answer);
            try {
                later.write("second answer");
                outcomes.put(key, "no exception");
            } catch (RuntimeException e) {
                outcomes.put(key, e.getClass().getName());
            }
        });
        return "not this";
    }

    @Override
    public String never() {
        context.startAsync();
        return "not this";
    }

    @Override
    public String laterAttachment(String key) {
        LaterAnswer later = context.startAsync();
        onAnotherThread(20, () -> {
            later.signalContextSwitch();
            String seen = String.valueOf(context.attachments().get(key));
            later.resetContext();
            later.write(seen + ", then " + context.attachments().get(key));
        });
        return "not this";
    }

    @Override
    public @Nullable String outcome(String key) {
        return outcomes.get(key);
    }

    @Override
    public byte[] large(int bytes) {
        byte[] result = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            result[i] = (byte) (i * 31 + (i >> 8));
        }
        return result;
    }

    @Override
    public int length(byte[] value) {
        return value.length;
    }

    private int next(String key) {
        return counts.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
    }

    private static void onAnotherThread(int millis, Runnable action) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(action);
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable failure) throws E {
        throw (E) failure;
    }

    /** Deliberately not Serializable. */
    private static final class Unserializable {}
}
