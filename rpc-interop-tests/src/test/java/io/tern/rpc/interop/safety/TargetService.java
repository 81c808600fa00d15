// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has a place for everything that a peer might send: {@code Object} and collections open no class by themselves. */
public interface TargetService {
    /** Data that the interface admits, with a place for anything. */
    class Box implements Serializable {
        private static final long serialVersionUID = 1L;

        public @Nullable Object content;
        public @Nullable Plain plain;
    }

    /** Data that the interface admits. */
    class Plain implements Serializable {
        private static final long serialVersionUID = 1L;

        public @Nullable String name;
    }

    /** An enum that the interface admits. */
    enum Mood {
        FINE,
        BAD
    }

    @Nullable
    Object any(@Nullable Object value);

    Box box(Box box);

    Map<Object, Object> map(Map<Object, Object> map);

    Object[] array(Object[] array);

    List<Object> list(List<Object> list);

    List<Plain> typed(List<Plain> list);

    Mood mood(Mood mood);

    String ping(String text);
}
