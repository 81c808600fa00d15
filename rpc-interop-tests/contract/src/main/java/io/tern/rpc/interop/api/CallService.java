// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything about a call that is not its types. {@code key} arguments keep tests apart that share one provider. */
public interface CallService extends Greeter<String> {
    // results

    @Nullable
    String echo(@Nullable String value);

    void nothing();

    /** Gives back null. */
    @Nullable
    String nullResult();

    // slow results

    String sleep(int millis, String answer);

    int sleepInt(int millis, int answer);

    long sleepLong(int millis, long answer);

    boolean sleepBoolean(int millis, boolean answer);

    double sleepDouble(int millis, double answer);

    void sleepVoid(int millis);

    // results that the caller lets go

    /** Answers once {@link #release} is called for the key, before or after: late on any machine. */
    String held(String key, String answer);

    /** As {@link #held}, without a result: counts one for the key then. */
    void heldSink(String key);

    /** Lets {@link #held} and {@link #heldSink} of the key go on. */
    void release(String key);

    // overloads and varargs

    String overloaded();

    String overloaded(int value);

    String overloaded(long value);

    String overloaded(Integer value);

    String overloaded(String value);

    String overloaded(String first, int second);

    String overloaded(List<String> value);

    String varargs(String first, int... rest);

    // failures

    /** Throws the declared {@link CheckedFailure} with this message and detail. */
    String failChecked(String message, int detail) throws CheckedFailure;

    /** Sleeps, then throws the declared {@link CheckedFailure}. */
    String failLate(int millis, String message) throws CheckedFailure;

    /** Throws a {@link SpecialFailure}, a subclass of what is declared. */
    String failSpecial(String message) throws CheckedFailure;

    /** Makes {@link SpecialFailure} part of this interface's types, so that strict class checks let it pass. */
    void declareSpecial() throws SpecialFailure;

    /** Throws an {@link UncheckedFailure}, which has the same code source as this interface. */
    String failUnchecked(String message, long detail);

    /** Throws an {@link UncheckedFailure} whose cause is an IllegalStateException; declares the type. */
    String failWithCause(String message) throws UncheckedFailure;

    /** Throws an IllegalStateException with a cause. */
    String failJava(String message);

    /** Throws an IllegalStateException with a suppressed exception. */
    String failSuppressed(String message);

    /** Throws an unchecked exception with another code source than this interface: arrives as a RuntimeException. */
    String failForeign(String message);

    /** Throws {@link UndeclaredFailure}, checked and undeclared. */
    String failUndeclared(String message);

    /** Throws an AssertionError. */
    String failError(String message);

    /** Throws the RPC library's own RpcException with this code. */
    String failRpc(int code, String message);

    /** A result that no serialization accepts. */
    Object unserializable();

    // one-way

    /** Sleeps, then counts one for the key. */
    void sink(String key, int millis);

    /** As {@link #sink} without a sleep, with a result. */
    int sinkInt(String key);

    /** Counts one for the key, then throws. */
    void failSink(String key);

    /** How often the key was counted. */
    int count(String key);

    /** Counts one for the key, then sleeps, then answers with the count. */
    int counted(String key, int millis);

    // attachments

    /** The string attachments as the service sees them, sorted. */
    Map<String, String> attachments();

    /** A description of one object attachment as the service sees it. */
    String objectAttachment(String key);

    /** Sets a response attachment and answers with "answered". */
    String answerWith(String key, String value);

    /** As {@link #answerWith}, after a sleep: a caller has time to add a stage to its future. */
    String answerLate(int millis, String key, String value);

    /** Sets a response attachment, then throws an {@link UncheckedFailure}. */
    String failWith(String key, String value);

    /** Calls {@link #attachments} of the downstream provider {@code times} times within this call. */
    List<Map<String, String>> relay(int times);

    // context

    /** Facts about the context inside the call, by name: side, method, parameterTypes, remoteHost, future. */
    Map<String, String> context();

    /** Calls {@link GreetService#hello} of the downstream provider within this call. */
    String nested(String who);

    // answers written later, by another thread

    String later(int millis, String answer);

    String laterFails(int millis, String message) throws CheckedFailure;

    /** Writes twice; the second attempt's outcome is asked with {@link #outcome}. */
    String laterTwice(String key, String answer);

    /** Never writes. */
    String never();

    /** Reads an attachment on another thread after the context was carried over. */
    String laterAttachment(String key);

    /** What {@link #laterTwice} observed at its second write, or null. */
    @Nullable
    String outcome(String key);

    // size

    byte[] large(int bytes);

    int length(byte[] value);
}
