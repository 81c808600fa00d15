// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.registry;

import io.tern.rpc.spi.registry.Category;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** The server behind the registry under test. What it cannot do skips the tests that need it. */
public interface RegistryStore extends AutoCloseable {
    /** Where it is, for the registry's settings; the same after a restart. */
    List<String> addresses();

    /** Parameters of the address that lead there. */
    default Map<String, String> parameters() {
        return Map.of();
    }

    /** Whether an entry may be long, and thousands may come at once: not so where each travels as one datagram. */
    default boolean holdsMuch() {
        return true;
    }

    /** It cannot be reached any more. */
    default void stop() throws Exception {
        throw cannot("be stopped");
    }

    /** It can be reached again, with what it held, or empty. */
    default void start(boolean keep) throws Exception {
        throw cannot("be started");
    }

    /** Ends the sessions of all clients, as if it had not heard of them for long. */
    default void cutSessions() throws Exception {
        throw cannot("end sessions");
    }

    /** Removes an entry, as an operator would by hand. */
    default void delete(String interfaceName, Category category, String entry) throws Exception {
        throw cannot("delete an entry");
    }

    /** Writes a text of the config store; null removes it. */
    default void text(String group, String key, @Nullable String text) throws Exception {
        throw cannot("hold texts");
    }

    /** Ends it and removes what it held. */
    @Override
    void close() throws Exception;

    private static TestAbortedException cannot(String what) {
        return new TestAbortedException("This store cannot " + what);
    }
}
