// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One contender's consumer, connected. Arguments and results are the framework's own types: {@link #argument} makes them ahead of the measurement, and {@link #matches}
 * looks at them after the call.
 */
public interface Client extends AutoCloseable {
    /** Makes a call and waits for its result on the calling thread. */
    Object call(Operation operation, Object argument) throws Exception;

    /** Makes a call, returns at once, and gives the outcome to {@code answer} on a thread of the framework. */
    void callAsync(Operation operation, Object argument, Answer answer);

    /** Calls {@code createUser} one-way: no answer is asked for. Only if {@link #hasOneWay}. */
    void send(Object user);

    default boolean hasOneWay() {
        return true;
    }

    /** What {@link #call} wants in place of this value: a String, User, Long, Integer or byte[]. */
    default Object argument(Operation operation, Object value) {
        return value;
    }

    /**
     * Whether a result is the expected one: by id and size, or in full.
     *
     * @param expected a Boolean, User, Page or byte[]
     */
    default boolean matches(Object expected, @Nullable Object result, boolean inFull) {
        return Expectation.matches(expected, result, inFull);
    }

    /** Opens so many more connections, makes a call over each, and keeps them. */
    default void openConnections(int count) {
        throw new UnsupportedOperationException("Not measured.");
    }

    /** Makes a reference to each of these services, which nobody serves, and keeps them. */
    default void refer(List<Class<?>> services) {
        throw new UnsupportedOperationException("Not measured.");
    }

    @Override
    void close();
}
